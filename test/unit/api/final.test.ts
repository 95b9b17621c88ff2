import { expect, test } from 'vitest';
import { ClientFailure, isFinal } from '../../../api/client/failure.ts';

test.each([
  ['release_not_found', 404, true],
  ['unauthenticated', 401, true],
  ['rate_limited', 429, false],
  ['request_timeout', 408, false],
  ['too_many_streams', 503, false],
])('what Sluice refuses as %s is final: %s %s', (code, status, final) => {
  expect(isFinal(new ClientFailure(code, '', '', status))).toBe(final);
});

test('what a proxy answers while the API is away is not', () => {
  expect(isFinal(new ClientFailure('unexpected_answer', '', '', 404))).toBe(false);
  expect(isFinal(new ClientFailure('unreachable', '', ''))).toBe(false);
});
