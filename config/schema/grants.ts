/** Roles in lanes, as they are written in the settings. */
import type { Grant } from '../grants.ts';
import { ROLES } from '../grants.ts';
import { quote, type Reading } from '../units.ts';
import { oneOf, text } from './leaf.ts';
import { list, mapping } from './mapping.ts';

const PART = '(?:\\*|[a-z0-9][a-z0-9-]{0,62})';
const EXPECTED = 'SERVICE@ENVIRONMENT, each of which may be *';

const pattern = text(
  EXPECTED,
  (input): Reading<string> =>
    new RegExp(`^${PART}@${PART}$`).test(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} names no lanes`, expected: EXPECTED } },
  { pattern: `^${PART}@${PART}$` },
);

/** What somebody may do, and in which lanes. */
export const grants = list(
  mapping({
    role: oneOf(ROLES, 'What somebody may do there.'),
    lanes: list(pattern, 100).meta({ description: 'The lanes, as SERVICE@ENVIRONMENT; * is any.' }),
  }).transform((grant): Grant => grant),
  100,
).meta({ description: 'Roles, each in some lanes.' });
