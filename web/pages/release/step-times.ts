/** When a step went on, and for how long. Pure. */
import type { ReleaseView } from '../../../api/wire/release.ts';
import { span } from '../../../cli/figures.ts';
import { momentInWords } from '../../parts/moment-in-words.ts';

/** The times of a step. */
export interface StepTimes {
  /** How long it took, or has taken by now. */
  took: string;
  /** When it began, milliseconds since the epoch. */
  at: number;
  /** When it began and ended, in words. */
  said: string;
}

/** Tells them at a moment in milliseconds since the epoch; undefined of a step that has not begun. */
export function stepTimes(
  { state, startedAt, finishedAt }: ReleaseView['steps'][number],
  now: number,
): StepTimes | undefined {
  if (startedAt === undefined || state === 'waiting') return undefined;
  const ended = finishedAt === undefined ? '' : `, ended ${momentInWords(finishedAt, now)}`;
  return {
    took: span((finishedAt ?? now) - startedAt),
    at: startedAt,
    said: `Began ${momentInWords(startedAt, now)}${ended}`,
  };
}
