import { expect, test, vi } from 'vitest';
import { newKey } from '../../../../web/asking/new-key.ts';

test('each key is another one, also over plain HTTP, where a browser makes no UUIDs', () => {
  const random = (bytes: Uint8Array<ArrayBuffer>) => globalCrypto.getRandomValues(bytes);
  const globalCrypto = crypto;
  vi.stubGlobal('crypto', { getRandomValues: random });
  try {
    const keys = Array.from({ length: 100 }, newKey);
    expect(new Set(keys).size).toBe(100);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
  } finally {
    vi.unstubAllGlobals();
  }
});
