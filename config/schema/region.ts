import { quote, type Reading } from '../units.ts';
import { text } from './leaf.ts';

/** A region of AWS. */
export function region(description: string) {
  const expected = 'a region such as eu-central-1';
  const read = (input: string): Reading<string> =>
    /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} is not a region of AWS`, expected } };
  return text(expected, read, { pattern: '^[a-z]{2,}(-[a-z]+)+-[0-9]+$', description });
}
