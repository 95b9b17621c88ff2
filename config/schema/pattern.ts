/** Regular expressions that values of labels have to match. */
import { quote, type Reading } from '../units.ts';
import { text } from './leaf.ts';

const EXPECTED = 'a regular expression such as 5..';

/** Longest pattern, in characters. */
const LONGEST = 200;
/** Parts that repeat: each multiplies the time by the length of the value. */
const MOST_REPEATS = 2;

/**
 * A regular expression that a whole value has to match. Values come from outside, and the daemon matches them by a
 * machine that tries again from every place where it could have gone on otherwise: so what could take it years is
 * refused, which is a group that repeats, what looks around, and what refers back.
 */
export function pattern(description: string) {
  const read = (input: string): Reading<string> => {
    if (input === '' || input.length > LONGEST) {
      return { refused: { message: `${quote(input)} is empty or too long`, expected: EXPECTED } };
    }
    const slow = slowPart(input);
    if (slow !== undefined) {
      const hint = 'say what is bad by alternatives, such as 5..|429';
      return { refused: { message: `${quote(input)} has ${slow}`, expected: EXPECTED, hint } };
    }
    try {
      return { value: new RegExp(input, 'v').source };
    } catch {
      return { refused: { message: `${quote(input)} is not a regular expression`, expected: EXPECTED } };
    }
  };
  return text(EXPECTED, read, { minLength: 1, maxLength: LONGEST, description });
}

function slowPart(input: string): string | undefined {
  // What is escaped, or stands in a class, stands for itself; what is left of them takes their place.
  const bare = input.replaceAll(/\\[^1-9k]/g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  if (/\)[*+{]/.test(bare)) return 'a group that repeats, which can take for ever';
  if (/\(\?[=!<]|\\[1-9k]/.test(bare)) return 'a part that looks around or back, which can take for ever';
  const repeats = bare.match(/[*+]|\{\d+,\d*\}/g) ?? [];
  return repeats.length > MOST_REPEATS ? `more than ${MOST_REPEATS} parts that repeat` : undefined;
}
