/** The options of `sluice backtest`. */
import { InvalidArgumentError } from 'commander';
import { parseDuration, parsePercent } from '../../config/units.ts';

/** Reads a moment: ISO 8601, or how long ago it was. Milliseconds since the epoch. */
export function momentOption(text: string): number {
  const ago = parseDuration(text);
  if ('value' in ago) return Date.now() - ago.value;
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : NaN;
  if (Number.isFinite(at)) return at;
  throw new InvalidArgumentError('expected a time such as 2026-01-05T14:00:00Z, or how long ago, such as 2d');
}

/** Reads `5%`; repeated options come one by one. Shares are from 0 to 1. */
export function shareOption(text: string, before: number[] = []): number[] {
  const reading = parsePercent(text);
  if ('value' in reading && reading.value > 0 && reading.value < 10_000)
    return [...before, reading.value / 10_000];
  const said = 'refused' in reading ? reading.refused.message : `${text} leaves one side without traffic`;
  throw new InvalidArgumentError(`${said}; expected a percentage such as 5%`);
}

/** Reads a whole number from 1 on. */
export function wholeOption(most: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,10}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text);
    throw new InvalidArgumentError(`expected a whole number from 1 to ${most}`);
  };
}
