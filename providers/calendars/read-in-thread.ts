import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Milliseconds } from '../../config/plan.ts';
import type { Occurrence, Reading } from './occurrences.ts';

/** How long a calendar may take to be understood. */
const PATIENCE: Milliseconds = 10_000;
const ENDING = import.meta.filename.endsWith('.ts') ? '.ts' : '.js';

/** What the thread is asked. */
export interface Asked extends Reading {
  text: string;
}

/** What the thread answers. */
export type Told = { occurrences: Occurrence[] } | { refused: string };

/**
 * Reads a calendar in a thread of its own: a rule that never comes true keeps the library going for ever, and nothing
 * else of this process may wait for that. Throws a sentence where it cannot be understood, also within 10 s.
 */
export async function readInThread(asked: Asked, patience = PATIENCE): Promise<Occurrence[]> {
  const thread = new Worker(new URL(`./thread${ENDING}`, import.meta.url), {
    workerData: asked,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  thread.unref();
  try {
    const ended = AbortSignal.timeout(patience);
    const answered: unknown[] = await once(thread, 'message', { signal: ended }).catch((error: unknown) => {
      if (!ended.aborted) throw error;
      const why = 'an event may repeat in a way that never comes';
      throw new Error(`it was not understood within ${patience / 1000} s: ${why}`, { cause: error });
    });
    const [told] = answered;
    if (!isTold(told)) throw new Error('it was not understood');
    if ('refused' in told) throw new Error(told.refused);
    return told.occurrences;
  } finally {
    await thread.terminate();
  }
}

function isTold(told: unknown): told is Told {
  return typeof told === 'object' && told !== null && ('occurrences' in told || 'refused' in told);
}
