/** Durations and shares in files. */
import { formatDuration, LONGEST, parseDuration, parsePercent, parseShare, type Reading } from '../units.ts';
import { leaf, show } from './leaf.ts';

const DURATION_PATTERN = '^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$';
const PERCENT_PATTERN = '^[0-9]+(\\.[0-9]+)? ?%$';

/** Limits of a duration in milliseconds, both included; the least is 1 unless said otherwise. */
interface DurationLimits {
  min?: number;
  max?: number;
}

/** A duration, in milliseconds once read. */
export function duration(description: string, { min = 1, max = LONGEST }: DurationLimits = {}) {
  const expected = `a duration from ${formatDuration(min)} to ${formatDuration(max)}`;
  const read = (input: unknown): Reading<number> => {
    const reading = readText(input, parseDuration, 'a duration such as 90s, 1h30m or 250ms');
    if (!('value' in reading) || (reading.value >= min && reading.value <= max)) return reading;
    const message = reading.value < min ? `${show(input)} is too short` : `${show(input)} is too long`;
    return { refused: { message, expected } };
  };
  return leaf(read, { type: 'string', minLength: 2, pattern: DURATION_PATTERN, description });
}

/** A percentage as a share from 0 to 1 once read; `min` and `max` are shares too. */
export function share(description: string, min: number, max: number, expected: string) {
  const read = (input: unknown): Reading<number> => {
    const reading = readText(input, parseShare, 'a percentage such as 1% or 0.05%');
    if (!('value' in reading) || (reading.value >= min && reading.value <= max)) return reading;
    return { refused: { message: `${show(input)} is out of range`, expected } };
  };
  return leaf(read, { type: 'string', pattern: PERCENT_PATTERN, description });
}

/** A share of traffic, in basis points once read; 0% is refused, since no step asks for it. */
export function traffic(description: string) {
  const read = (input: unknown): Reading<number> => {
    const reading = readText(input, parsePercent, 'a percentage such as 5% or 0.01%');
    if (!('value' in reading) || reading.value > 0) return reading;
    return {
      refused: { message: `${show(input)} is no traffic`, expected: 'a percentage from 0.01% to 100%' },
    };
  };
  return leaf(read, { type: 'string', pattern: PERCENT_PATTERN, description });
}

/** YAML reads `90` as a number: the unit's own reader then says what is missing. */
function readText<T>(input: unknown, read: (text: string) => Reading<T>, expected: string): Reading<T> {
  if (typeof input === 'string') return read(input.trim());
  if (typeof input === 'number') return read(String(input));
  return { refused: { message: `${show(input)} has no amount`, expected } };
}
