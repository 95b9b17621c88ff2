/**
 * Plays the API against its own OpenAPI: `npm run schemathesis`, 10,000 calls of a real daemon with releases that run
 * and that have finished. Ends with 1 when an answer was a server error or none of those that are documented.
 * `--calls 500` is a quick look, `--seed N` plays the same calls again.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startHouse } from '../../bench/api/house.ts';
import { installSchemathesis } from '../../scripts/setup/schemathesis.mjs';

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const LANES = 6;
/** Streams end with their releases, and these run: test/e2e/api.test.ts follows one. */
const STREAM = '^/v1/releases/[^/]+/events$';
const CHECKS =
  'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';

const folder = await installSchemathesis();
const house = await startHouse({ finished: 200, lanes: LANES });
try {
  for (let lane = 0; lane < LANES; lane += 1) await house.start(lane);
  const document = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(await (await fetch(`${house.api}/openapi.json`)).json());
  const operations = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length - 1;
  const each = Math.max(1, Math.ceil(Number(values.calls) / operations));
  const options = [
    ['--checks', CHECKS],
    ['--exclude-path-regex', STREAM],
    // A worker that is asked for what is not there answers late: 5 s are the API's own patience.
    ['--request-timeout', '20'],
    ['--phases', 'examples,coverage,fuzzing'],
    ['--max-examples', String(each)],
    ['--generation-database', 'none'],
    ['--seed', values.seed],
    ['--workers', '2'],
  ].flat();
  const child = spawn(
    'python3',
    [
      '-c',
      'from schemathesis.cli import schemathesis; schemathesis()',
      'run',
      `${house.api}/openapi.json`,
      ...options,
    ],
    {
      cwd: folder,
      stdio: 'inherit',
      env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' },
    },
  );
  const [status] = z.tuple([z.number().nullable(), z.unknown()]).parse(await once(child, 'exit'));
  process.exitCode = status === 0 ? 0 : 1;
} finally {
  await house.stop();
}
