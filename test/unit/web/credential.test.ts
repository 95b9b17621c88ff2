import { afterEach, expect, test, vi } from 'vitest';
import { credential, forgetCredential, keepCredential } from '../../../web/session/credential.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('only what a header takes is kept as a credential', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  for (const given of ['„sluice_1“', 'sluice_é', 'two words', 'two\nlines', '']) {
    expect(keepCredential(given), given).toBe(false);
  }
  expect(credential()).toBeUndefined();
  expect(keepCredential('eyJhbGciOiJSUzI1NiJ9.e30.a_-b~')).toBe(true);
  expect(credential()).toBe('eyJhbGciOiJSUzI1NiJ9.e30.a_-b~');
  forgetCredential();
  expect(credential()).toBeUndefined();
});
