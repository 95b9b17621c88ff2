import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { Logger } from 'pino';
import { createCodec } from './codec.ts';
import type { EncryptionKey } from './keys.ts';

/** How often the same unreadable key is told again, in milliseconds. */
const TELL_EVERY = 30_000;

const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js';

/** The file by which workflows and workers write failures so that they are encrypted whole. */
export const FAILURE_CONVERTER = fileURLToPath(new URL(`failure-converter.${extension}`, import.meta.url));

/**
 * How everything that this process gives Temporal is written, and all that comes from there is read: for workers and
 * clients alike. What cannot be read is an error in the log, each kind of it at most twice a minute.
 */
export function dataConverterOf(keys: readonly EncryptionKey[], log: Logger): DataConverter {
  const told = new Map<string, number>();
  const codec = createCodec(keys, ({ message }) => {
    if (Date.now() - (told.get(message) ?? -Infinity) < TELL_EVERY) return;
    // The names of keys come from outside.
    if (told.size > 100) told.clear();
    told.set(message, Date.now());
    log.error(`what Temporal keeps cannot be read, so nothing is done about it: ${message}`);
  });
  return {
    payloadCodecs: [codec],
    ...(keys.length === 0 ? {} : { failureConverterPath: FAILURE_CONVERTER }),
  };
}
