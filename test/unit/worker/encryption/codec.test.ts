import { createSecretKey, randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { expect, test } from 'vitest';
import { UnreadablePayload } from '../../../../activities/payloads.ts';
import { createCodec, isEncrypted } from '../../../../worker/encryption/codec.ts';
import type { EncryptionKey } from '../../../../worker/encryption/keys.ts';

const plain = defaultPayloadConverter.toPayload({ reason: 'the till lost orders', actor: 'ada' });
const newKey = (id: string): EncryptionKey => ({ id, key: createSecretKey(randomBytes(32)) });
const [old, fresh] = [newKey('2026-10'), newKey('2026-11')];
const codec = (...keys: EncryptionKey[]) => createCodec(keys, () => undefined);

const said = (payload: Payload): unknown => defaultPayloadConverter.fromPayload(payload);

async function one(payloads: Promise<Payload[]>): Promise<Payload> {
  const [payload] = await payloads;
  if (payload === undefined) throw new Error('There is no payload.');
  return payload;
}

test('what was encrypted reads the same, and says nothing by itself', async () => {
  const stored = await one(codec(fresh).encode([plain]));
  expect(isEncrypted(stored)).toBe(true);
  expect(Buffer.from(stored.data ?? []).includes('orders')).toBe(false);
  const read = await one(codec(fresh).decode([stored]));
  expect(said(read)).toEqual(said(plain));
});

test('the same is encrypted otherwise each time', async () => {
  const [a, b] = await codec(fresh).encode([plain, plain]);
  expect(a?.data).not.toEqual(b?.data);
});

test('the first key writes, and all of them read: so keys are changed while releases run', async () => {
  const before = await one(codec(old).encode([plain]));
  const rotated = codec(fresh, old);
  expect(said(await one(rotated.decode([before])))).toEqual(said(plain));
  const after = await one(rotated.encode([plain]));
  expect(Buffer.from(after.metadata?.['encryption-key-id'] ?? []).toString()).toBe('2026-11');
  await expect(codec(old).decode([after])).rejects.toThrow(UnreadablePayload);
});

test('what was written before there was a key still reads', async () => {
  expect(await codec(fresh).decode([plain])).toEqual([plain]);
});

test('without a key nothing is changed, and what is encrypted is refused with the name of its key', async () => {
  const stored = await one(codec(fresh).encode([plain]));
  expect(await codec().encode([plain])).toEqual([plain]);
  const told: string[] = [];
  const keyless = createCodec([], ({ message }) => told.push(message));
  await expect(keyless.decode([stored])).rejects.toThrow('encrypted with the key "2026-11"');
  expect(told).toHaveLength(1);
});

test.each([
  ['another key of the same name', async (stored: Payload) => codec(newKey('2026-11')).decode([stored])],
  ['a changed byte', async (stored: Payload) => codec(fresh).decode([changed(stored, 20)])],
  ['a changed tag', async (stored: Payload) => codec(fresh).decode([changed(stored, -1)])],
  ['nothing left of it', async (stored: Payload) => codec(fresh).decode([{ ...stored, data: null }])],
  ['a short rest of it', async (stored: Payload) => codec(fresh).decode([shortened(stored)])],
])('%s opens nothing', async (_what, decode) => {
  const stored = await one(codec(fresh).encode([plain]));
  await expect(decode(stored)).rejects.toThrow('that key of the settings does not open it');
});

function changed(payload: Payload, at: number): Payload {
  const data = Buffer.from(payload.data ?? []);
  const index = at < 0 ? data.length + at : at;
  data[index] = (data[index] ?? 0) ^ 1;
  return { ...payload, data };
}

function shortened(payload: Payload): Payload {
  return { ...payload, data: Buffer.from(payload.data ?? []).subarray(0, 15) };
}
