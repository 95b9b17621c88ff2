/** What is asked before GitHub's Actions may deploy to an environment. */
import type { z } from 'zod';
import { laneReference } from '../lane-reference.ts';
import { number, words, yesOrNo } from '../leaf.ts';
import { mapping } from '../mapping.ts';
import { duration } from '../quantities.ts';
import { repository } from './repository.ts';

/** GitHub lets a job wait for 30 days. */
const LONGEST_WAIT = 29 * 86_400_000;

/** One rule: deployments of this repository to this environment wait until all that is required is there. */
export const protectionRule = mapping({
  repository: repository('The repository whose deployments wait.'),
  environment: words('the name of an environment', "GitHub's name of the environment."),
  lane: laneReference('The lane that it stands for.'),
  require: mapping({
    notFrozen: yesOrNo('The lane is not frozen.').exactOptional(),
    completed: laneReference('The last release of this version in that lane has completed.').exactOptional(),
    gates: yesOrNo("Every gate among the lane's own steps passes for this commit.").exactOptional(),
    approvals: number(
      { min: 1, max: 10, whole: true },
      'So many people with the role approver in the lane have approved, not the one who asks.',
    ).exactOptional(),
  })
    .refine((required) => Object.values(required).some((each) => each !== undefined && each !== false), {
      params: {
        message: 'nothing is required',
        expected: 'at least one of notFrozen, completed, gates, approvals',
      },
    })
    .meta({ description: 'All of it has to be there.' }),
  deadline: duration('It is rejected when it has waited so long.', {
    min: 1000,
    max: LONGEST_WAIT,
  }).prefault('24h'),
});

/** One rule as it was read. */
export type ProtectionRule = z.output<typeof protectionRule>;
