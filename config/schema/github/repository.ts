import { quote, type Reading } from '../../units.ts';
import { text } from '../leaf.ts';

const PATTERN = '^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9._-]{1,100}$';
const EXPECTED = 'OWNER/NAME, such as acme/checkout';

/** A repository of GitHub. `.` and `..` are none, since the name becomes part of a path. */
export function repository(description: string) {
  const read = (input: string): Reading<string> =>
    new RegExp(PATTERN).test(input) && !/\/\.{1,2}$/.test(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} is not a repository`, expected: EXPECTED } };
  return text(EXPECTED, read, { pattern: PATTERN, description });
}
