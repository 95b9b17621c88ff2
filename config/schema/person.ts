/** Who a user of another system is to Sluice. */
import { z } from 'zod';
import { quote, type Reading } from '../units.ts';
import { grants } from './grants.ts';
import { text } from './leaf.ts';
import { mapping } from './mapping.ts';

const EXPECTED = '1 to 100 letters, digits or any of @ . _ + -';

function word(description: string) {
  const read = (input: string): Reading<string> =>
    /^[A-Za-z0-9@._+-]{1,100}$/.test(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} is not a name`, expected: EXPECTED } };
  return text(EXPECTED, read, { pattern: '^[A-Za-z0-9@._+-]{1,100}$', description });
}

/** A name for the record, and what that person may do. */
export const person = mapping({
  name: word('The name under which acts are recorded: the same one everywhere for the same person.'),
  grants,
  groups: z
    .array(word('A group.'))
    .max(100, { error: 'at most 100 entries' })
    .prefault([])
    .meta({ description: 'Groups that the person belongs to, for approvals that name groups.' }),
});
