import { quote, type Reading } from '../units.ts';
import { text } from './leaf.ts';

const PART = '(?:\\*|[a-z0-9][a-z0-9-]{0,62})';
const PATTERN = `^${PART}@${PART}$`;
const EXPECTED = 'SERVICE@ENVIRONMENT, each of which may be *, such as *@production';

/** Lanes by a pattern: `SERVICE@ENVIRONMENT`, where each part may be `*`, which stands for any. */
export function lanePattern(description: string) {
  const read = (input: string): Reading<string> =>
    new RegExp(PATTERN).test(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} names no lanes`, expected: EXPECTED } };
  return text(EXPECTED, read, { pattern: PATTERN, description });
}
