/** What of GitHub's events starts a release. */
import type { z } from 'zod';
import { quote, type Reading } from '../../units.ts';
import { isPointer } from '../json-pointer.ts';
import { laneReference } from '../lane-reference.ts';
import { text, words } from '../leaf.ts';
import { mapping } from '../mapping.ts';
import { oneKind } from '../one-kind.ts';
import { repository } from './repository.ts';

const TAKEN = 'sha, ref, or a JSON pointer such as /deployment/payload/version';

/** `sha`, `ref`, or where in the event it stands. */
function taken(description: string) {
  const read = (input: string): Reading<string> =>
    input === 'sha' || input === 'ref' || isPointer(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} is nothing that an event has`, expected: TAKEN } };
  return text(TAKEN, read, { minLength: 1, description });
}

const everywhere = {
  repository: repository('The repository whose events are meant.'),
  release: laneReference('The lane in which the release starts.'),
  version: taken(
    'What the version is taken from. Default: ref of a tag or a release, else sha.',
  ).exactOptional(),
  revision: taken('What the revision is taken from. Default: sha, where the event has it.').exactOptional(),
};

const tags = words('a pattern such as v*', 'Tags that count; * stands for any characters.').prefault('*');

const kinds = {
  deployment: mapping({
    ...everywhere,
    environment: words('the name of an environment', "GitHub's name of the environment."),
  }),
  workflowRun: mapping({
    ...everywhere,
    workflow: words('the name of a workflow', 'The name of the workflow, as it calls itself.'),
    branch: words('the name of a branch', 'The branch that it ran on, in the repository itself.'),
  }),
  release: mapping({ ...everywhere, tags }),
  tag: mapping({ ...everywhere, tags }),
};

/** Keys that only some kinds have. */
interface OfSome {
  environment?: string;
  workflow?: string;
  branch?: string;
  tags?: string;
}

type Everywhere = z.output<ReturnType<typeof mapping<typeof everywhere>>>;

/** One rule: an event of this kind, in this repository, starts a release in this lane. */
export const startRule = oneKind<Everywhere & OfSome>(kinds, 'a rule');
