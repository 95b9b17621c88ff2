import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { GITHUB_HMAC, isSigned } from '../../../../api/hooks/signature.ts';

// GitHub's own example in its manual on validating deliveries.
const SECRET = "It's a Secret to Everybody";
const BODY = Buffer.from('Hello, World!');
const SIGNATURE = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';

test("GitHub's own example is signed", () => {
  expect(isSigned(BODY, SIGNATURE, SECRET, GITHUB_HMAC)).toBe(true);
});

describe('what is not signed', () => {
  test.each([
    ['another body', Buffer.from('Hello, World?'), SIGNATURE, SECRET],
    ['another secret', BODY, SIGNATURE, 'another'],
    ['no signature', BODY, undefined, SECRET],
    ['two signatures', BODY, [SIGNATURE, SIGNATURE], SECRET],
    ['no prefix', BODY, SIGNATURE.slice(7), SECRET],
    ['another algorithm in its prefix', BODY, SIGNATURE.replace('sha256', 'sha1'), SECRET],
    ['a digit less', BODY, SIGNATURE.slice(0, -1), SECRET],
    ['a digit more', BODY, `${SIGNATURE}0`, SECRET],
    ['no hexadecimal digits', BODY, `sha256=${'z'.repeat(64)}`, SECRET],
    ['an empty secret', BODY, `sha256=${createHmac('sha256', '').update(BODY).digest('hex')}`, ''],
  ])('%s', (_what, bytes, given, secret) => {
    expect(isSigned(bytes, given, secret, GITHUB_HMAC)).toBe(false);
  });
});

test('other forms: base64, another algorithm, no prefix', () => {
  const given = createHmac('sha512', SECRET).update(BODY).digest('base64');
  expect(isSigned(BODY, given, SECRET, { algorithm: 'sha512', encoding: 'base64' })).toBe(true);
  expect(isSigned(BODY, given, SECRET, { algorithm: 'sha256', encoding: 'base64' })).toBe(false);
});
