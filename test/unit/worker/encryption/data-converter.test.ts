import { createSecretKey, randomBytes } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { createCodec } from '../../../../worker/encryption/codec.ts';
import { dataConverterOf } from '../../../../worker/encryption/data-converter.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('what cannot be read is told in the log, again and again, but not at each task', async () => {
  vi.useFakeTimers();
  const told: string[] = [];
  const log = pino({}, { write: (line) => void told.push(line) });
  const [codec] = dataConverterOf([], log).payloadCodecs ?? [];
  const key = { id: '2026-11', key: createSecretKey(randomBytes(32)) };
  const stored = await createCodec([key], () => undefined).encode([defaultPayloadConverter.toPayload('a')]);
  const read = async (): Promise<void> => expect(codec?.decode(stored)).rejects.toThrow('2026-11');
  for (let i = 0; i < 10; i += 1) await read();
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('what Temporal keeps cannot be read');
  vi.advanceTimersByTime(60_000);
  await read();
  expect(told).toHaveLength(2);
});
