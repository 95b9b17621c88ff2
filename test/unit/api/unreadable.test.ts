import { expect, test } from 'vitest';
import { UnreadablePayload } from '../../../activities/payloads.ts';
import { toApiError } from '../../../api/problem-reply.ts';

test('what is encrypted with a key that the daemon lacks is told with the name of that key', () => {
  const { code, message } = toApiError(new UnreadablePayload('This is encrypted with the key "2026-11".'));
  expect([code, message]).toEqual(['payloads_unreadable', 'This is encrypted with the key "2026-11".']);
});
