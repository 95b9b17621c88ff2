/** What any route may answer, whatever else it does: told for each in OpenAPI, so that nothing comes undocumented. */
import { answers } from '../answers.ts';
import { isErrorCode, type ErrorCode } from '../errors.ts';

const ALWAYS: ErrorCode[] = ['internal', 'request_timeout', 'invalid_request'];
/** A signature says who sends it, whatever sends it. */
const UNSIGNED: ErrorCode[] = ['cross_site', 'host_not_allowed'];
const WITH_ROLE: ErrorCode[] = ['unauthenticated', 'rate_limited', 'forbidden', 'registry_unavailable'];
const WITH_BODY: ErrorCode[] = ['malformed_json', 'body_too_large', 'unsupported_media_type'];

type Answers = ReturnType<typeof answers>;

/** The codes of what may come before a route has begun. */
export function commonCodes(method: string, role: string | undefined): ErrorCode[] {
  return [
    ...ALWAYS,
    ...(role === 'signed' ? [] : UNSIGNED),
    ...(role === 'open' || role === 'signed' ? [] : WITH_ROLE),
    ...(method === 'POST' ? WITH_BODY : []),
  ];
}

/** The answers of a route, with those that come before it has begun. */
export function withCommon(own: Answers, method: string, role: string | undefined): Answers {
  const codes = new Set(commonCodes(method, role));
  const told = Object.values(own).flatMap(({ description }) => description.split('; '));
  for (const each of told) {
    const code = each.split(':')[0];
    if (isErrorCode(code)) codes.delete(code);
  }
  const all = { ...own };
  for (const [status, common] of Object.entries(answers({}, ...codes))) {
    const before = all[status];
    all[status] =
      before === undefined
        ? common
        : { ...before, description: `${before.description}; ${common.description}` };
  }
  return all;
}

/** Whether the answers of a route are such as `answers` makes them. */
export function areAnswers(value: unknown): value is Answers {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
