import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../config/units.ts';

/** Reads an option that is a duration, such as `10m`, as milliseconds. */
export function durationOption(text: string): number {
  const reading = parseDuration(text);
  if ('value' in reading) return reading.value;
  const { message, expected, hint } = reading.refused;
  throw new InvalidArgumentError(
    `${message}; expected ${expected ?? 'a duration'}${hint ? `; ${hint}` : ''}`,
  );
}
