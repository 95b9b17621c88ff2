import { expect, test } from 'vitest';
import { maskCredentials } from '../../../config/mask.ts';

test.each([
  ['url: http://ann:pw@host/', 'url: http://******@host/'],
  ['bearer: eyJhbGci', 'bearer: ********'],
  ['basic: { user: sluice, password: "hunter22" }', 'basic: { user: sluice, password: "********" }'],
  [
    'basic: { user: sluice, password: "${file:password}" }',
    'basic: { user: sluice, password: "${file:password}" }',
  ],
  ['bearer: ${env:TOKEN}', 'bearer: ${env:TOKEN}'],
  ["'password' : abc", "'password' : ***"],
])('%s is shown as %s', (written, shown) => {
  expect(maskCredentials(written)).toBe(shown);
});
