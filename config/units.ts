/**
 * Durations, percentages and shares as people write them. Workflows import this file at run time, so it
 * depends on nothing.
 */
import type { BasisPoints, Milliseconds } from './plan.ts';

/** Why a written value was not understood. */
export interface Refusal {
  /** What is wrong with it, as the first half of a sentence. */
  message: string;
  /** What would have been right, to follow the word "expected". */
  expected?: string;
  /** One thing to do about it. */
  hint?: string;
}

/** A value that was read, or why it could not be. */
export type Reading<T> = { value: T } | { refused: Refusal };

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

const DURATION = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?(?:(\d{1,9})ms)?$/;
const DURATION_EXPECTED = 'a duration such as 90s, 1h30m or 250ms';

/** The longest duration that is accepted, 365 days, in milliseconds. */
export const LONGEST: Milliseconds = 365 * 86_400_000;

/**
 * Reads a duration: whole numbers with the units d, h, m, s and ms, in falling order and each at most once
 * (`1h30m`). The result is in milliseconds, from 0 to 365 days; whether 0 makes sense is for the caller.
 */
export function parseDuration(text: string): Reading<Milliseconds> {
  const refuse = (message: string, hint?: string): Reading<Milliseconds> => ({
    refused: { message, expected: DURATION_EXPECTED, ...(hint === undefined ? {} : { hint }) },
  });
  if (/^\d+$/.test(text)) return refuse(`${text} has no unit`, `write ${text}s for seconds`);
  const match = text === '' ? null : DURATION.exec(text);
  if (match === null) {
    const fraction = /\d[.,]\d/.test(text) ? 'write whole numbers, 1h30m instead of 1.5h' : undefined;
    return refuse(`${quote(text)} is not a duration`, fraction);
  }
  const total = UNITS.reduce((sum, [, size], index) => sum + Number(match[index + 1] ?? 0) * size, 0);
  if (total > LONGEST) return refuse(`${text} is longer than 365 days`);
  return { value: total };
}

/** Writes milliseconds so that `parseDuration` reads the same number back; zero is `0s`. */
export function formatDuration(milliseconds: Milliseconds): string {
  let rest = Math.round(milliseconds);
  let text = '';
  for (const [unit, size] of UNITS) {
    const amount = Math.floor(rest / size);
    if (amount > 0) text += `${amount}${unit}`;
    rest -= amount * size;
  }
  return text === '' ? '0s' : text;
}

/** Reads a percentage, exact to 0.01 %, as basis points from 0 to 10,000. */
export function parsePercent(text: string): Reading<BasisPoints> {
  return readPercent(text, 2, 'a percentage such as 5% or 0.01%');
}

/** Writes basis points as the shortest percentage, without a space: 1 is `0.01%`, 2,500 is `25%`. */
export function formatPercent(points: BasisPoints): string {
  return `${fixed(Math.round(points), 2)}%`;
}

/** Reads a percentage, exact to 0.000001 %, as a share from 0 to 1. */
export function parseShare(text: string): Reading<number> {
  const reading = readPercent(text, SHARE_DECIMALS, 'a percentage such as 1% or 0.05%');
  return 'value' in reading ? { value: reading.value / 10 ** (SHARE_DECIMALS + 2) } : reading;
}

/** Writes a share from 0 to 1 as the shortest percentage with at most 6 decimals. */
export function formatShare(share: number): string {
  return `${fixed(Math.round(share * 10 ** (SHARE_DECIMALS + 2)), SHARE_DECIMALS)}%`;
}

/** A value as error messages show it: quoted, without control characters, cut at 60 characters. */
export function quote(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
}

const SHARE_DECIMALS = 6;

/** Reads a percentage as a whole number of its last decimal, so that no binary fraction is ever rounded. */
function readPercent(text: string, decimals: number, expected: string): Reading<number> {
  const scale = 10 ** decimals;
  const match = /^(\d{1,9})(?:\.(\d{1,20}))? ?%$/.exec(text);
  if (match === null) {
    if (!/^\d+(?:\.\d+)?$/.test(text))
      return { refused: { message: `${quote(text)} is not a percentage`, expected } };
    // A number below 1 may be meant either way, and the two differ a hundredfold.
    const number = Number(text);
    const hint =
      number > 0 && number < 1
        ? `write ${text}%, or ${formatShare(number)} for the share ${text}`
        : `write ${text}%`;
    return { refused: { message: `${text} has no percent sign`, expected, hint } };
  }
  const [whole, fraction] = [match[1] ?? '', (match[2] ?? '').replace(/0+$/, '')];
  const value = Number(whole) * scale + Number(fraction.slice(0, decimals).padEnd(decimals, '0'));
  const over = value > 100 * scale || (value === 100 * scale && fraction !== '');
  if (over) return { refused: { message: `${text} is more than 100%`, expected } };
  if (fraction.length > decimals) {
    const nearest = `the nearest are ${fixed(value, decimals)}% and ${fixed(value + 1, decimals)}%`;
    const message = `${text} is finer than ${fixed(1, decimals)}%`;
    return { refused: { message, expected, hint: nearest } };
  }
  return { value };
}

/** A whole number of hundredths (or 10 to the minus `decimals`) without trailing zeros. */
function fixed(value: number, decimals: number): string {
  const digits = String(value).padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return digits.slice(0, -decimals) + (fraction === '' ? '' : `.${fraction}`);
}
