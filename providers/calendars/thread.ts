/** The thread that `readInThread` starts. */
import { parentPort, workerData } from 'node:worker_threads';
import { occurrencesOf } from './occurrences.ts';
import type { Asked, Told } from './read-in-thread.ts';

let told: Told;
try {
  const asked: unknown = workerData;
  if (!isAsked(asked)) throw new Error('the thread was asked nothing that it understands');
  told = { occurrences: occurrencesOf(asked.text, asked) };
} catch (error) {
  told = { refused: error instanceof Error ? error.message : String(error) };
}
parentPort?.postMessage(told);

function isAsked(asked: unknown): asked is Asked {
  return typeof asked === 'object' && asked !== null && 'text' in asked && 'from' in asked && 'to' in asked;
}
