/** Values of a plan as people write them in a service file. Pure. */
import { share, weight } from '../../../cli/figures.ts';
import { formatDuration } from '../../../config/units.ts';

/** Keys whose numbers are milliseconds, wherever they stand in a plan. */
const TIMES = new Set(
  (
    'block deadline delay for grace holdDeadline initialDelay interval max min period shortestBlock timeout ' +
    'wait warmup'
  ).split(' '),
);
/** Shares from 0 to 1, and those in basis points. */
const SHARES = new Set(['alpha', 'beta', 'floor', 'limit', 'negligible', 'weight']);
const WEIGHTS = new Set(['from', 'to']);
/** Characters that are shown of one value. */
const LONGEST = 200;

/** The value of a key in a few words, cut where it is long. */
export function valueInWords(key: string, value: unknown): string {
  const text = words(key, value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

function words(key: string, value: unknown): string {
  if (typeof value === 'number') return numberInWords(key, value);
  if (typeof value === 'string') return value === '' ? '""' : value;
  if (Array.isArray(value)) return `[${value.map((each) => words(key, each)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(([name, each]) => `${name}: ${words(name, each)}`);
    return `{ ${parts.join(', ')} }`;
  }
  return String(value);
}

function numberInWords(key: string, value: number): string {
  if (TIMES.has(key)) return formatDuration(value);
  if (SHARES.has(key)) return share(value);
  return WEIGHTS.has(key) ? weight(value) : String(value);
}
