import type { ErrorCode } from '../../../../api/errors.ts';

/** Where a refusal of some routes is shown that one request to an app cannot bring about. */
interface Shown {
  routes: RegExp;
  file: string;
  /** The name of the test there. */
  test: string;
}

const HTTP = {
  file: 'test/unit/api/guard.test.ts',
  test: 'a request that does not arrive whole is ended, one that is no HTTP is refused',
};
const STREAMS = {
  file: 'test/unit/api/streams.test.ts',
  test: 'of too many streams the last ones are refused, until others have ended',
};
const HOOKS = 'test/unit/api/hooks/routes.test.ts';
const PROBLEMS = {
  file: 'test/unit/api/errors.test.ts',
  test: 'what nobody has thought of is told as internal, without its words',
};

/** By code. */
export const elsewhere: Partial<Record<ErrorCode, Shown[]>> = {
  // A connection is at fault.
  request_timeout: [{ routes: /./, ...HTTP }],
  // Nothing that is said to these can be wrong but that it is no HTTP; a hook reads its signature first.
  invalid_request: [
    { routes: /\/(?:healthz|readyz|v1\/whoami|v1\/lanes\/events|v1\/hooks\/github)$/, ...HTTP },
  ],
  // It asks nobody for anything.
  internal: [{ routes: /\/healthz$/, ...PROBLEMS }],
  // Streams stay open.
  too_many_streams: [{ routes: /\/events$/, ...STREAMS }],
  // Who may is in the settings.
  forbidden: [
    {
      routes: /\/hooks\//,
      file: HOOKS,
      test: 'may have a header and a form of its own, and reaches no further than its grants',
    },
  ],
};
