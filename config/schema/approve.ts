/** A step `approve`: how many people, and who may be among them. */
import { z } from 'zod';
import type { ApproveStep } from '../plan.ts';
import { number, oneOf } from './leaf.ts';
import { list, mapping } from './mapping.ts';
import { duration } from './quantities.ts';

const GROUP_EXPECTED = 'the name of a group, without spaces';
const PERSON_EXPECTED = 'the name of a person: letters, digits and any of @ . _ + -';
const MOST_PEOPLE = 20;

/** Name of a group, as tokens, an identity provider or the Slack settings have it. */
export const groupName = z
  .string({ error: GROUP_EXPECTED })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,99}$/, { error: GROUP_EXPECTED });

/** Name of a person, as acts record it. */
const personName = z
  .string({ error: PERSON_EXPECTED })
  .regex(/^[A-Za-z0-9@._+-]{1,100}$/, { error: PERSON_EXPECTED });

const least = number({ min: 0, max: MOST_PEOPLE, whole: true }, 'How many of its members at least.');

const groups = z
  .union([
    list(groupName, MOST_PEOPLE).transform((names) => names.map((name) => ({ name, least: 0 }))),
    z
      .record(groupName, least)
      .refine((entries) => Object.keys(entries).length > 0, {
        params: { message: 'there is no group', expected: 'at least one, such as payments: 1' },
      })
      .transform((entries) => Object.entries(entries).map(([name, needed]) => ({ name, least: needed }))),
  ])
  .meta({
    description: 'Only their members count: a list, or how many of each at least, such as { payments: 1 }.',
  });

/** The step as the plan has it. */
export const approve = mapping({
  count: number(
    { min: 1, max: MOST_PEOPLE, whole: true },
    'How many people. Default: as many as the groups ask for together, at least 1.',
  ).exactOptional(),
  role: oneOf(['approver', 'operator', 'admin'], 'The role that each of them needs.').prefault('approver'),
  groups: groups.exactOptional(),
  people: list(personName, 100)
    .exactOptional()
    .meta({ description: 'Names of people who count, beside the members of the groups.' }),
  deadline: duration('How long is waited.').prefault('24h'),
  onDeadline: oneOf(['revert', 'hold'], 'What happens then.').prefault('revert'),
}).transform((written): Omit<ApproveStep, 'kind'> => {
  const asked = (written.groups ?? []).reduce((sum, group) => sum + group.least, 0);
  return { ...written, count: written.count ?? Math.min(MOST_PEOPLE, Math.max(1, asked)) };
});
