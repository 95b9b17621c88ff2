/** What a JWT has to claim for what role. */
import { z } from 'zod';
import { ROLES } from '../grants.ts';
import { quote, type Reading } from '../units.ts';
import { leaf, oneOf, show, text, words, yesOrNo } from './leaf.ts';
import { list, mapping } from './mapping.ts';

const VALUE = 'text of at most 500 characters, in which * stands for all but a slash and ** for all';

/** A value as GitHub and others claim it: a yes, a no and a number are compared as text. */
const claimed = leaf(
  (input): Reading<string> => {
    const value = typeof input === 'number' || typeof input === 'boolean' ? String(input) : input;
    if (typeof value === 'string' && value.length > 0 && value.length <= 500) return { value };
    return { refused: { message: `${show(input)} is no value of a claim`, expected: VALUE } };
  },
  { description: 'What the claim has to be.' },
);

const LANE = 'SERVICE@ENVIRONMENT, each of them a name or *';
const LANE_PATTERN = /^(?:\*|[a-z0-9][a-z0-9-]{0,62})@(?:\*|[a-z0-9][a-z0-9-]{0,62})$/;

/** Reads a pattern over lanes. */
export function readLanePattern(input: string): Reading<string> {
  if (LANE_PATTERN.test(input)) return { value: input };
  return { refused: { message: `${quote(input)} names no lanes`, expected: LANE } };
}

/** Lanes, by patterns. */
const lanes = list(text(LANE, readLanePattern, { pattern: LANE_PATTERN.source }), 200);

/** A rule of an issuer. */
export const claimRule = mapping({
  when: z
    .record(z.string().min(1), z.union([claimed, list(claimed, 100)]))
    .refine((when) => Object.keys(when).length > 0, {
      params: { message: 'the rule holds for everybody', expected: 'at least one claim' },
    })
    .transform((when) => Object.fromEntries(Object.entries(when).map(([claim, of]) => [claim, [of].flat()])))
    .meta({ description: 'Claims that all have to be so; of several values, one.' }),
  role: oneOf(ROLES, 'The role that it gives.'),
  lanes: lanes.prefault(['*@*']).meta({ description: 'In which lanes. Default: all.' }),
  groups: list(words('the name of a group', 'A group.'), 100)
    .exactOptional()
    .meta({ description: 'Groups for approvals that it gives.' }),
  breakGlass: yesOrNo('May act above the role in these lanes with a reason, which pages.').prefault(false),
});

/** A rule as it was read. */
export type ClaimRule = z.output<typeof claimRule>;
