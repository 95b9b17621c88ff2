import { shorten } from './markdown.ts';
import type { ShownRelease } from './shown-release.ts';

/** GitHub takes no longer description of a status. */
const LONGEST_DESCRIPTION = 140;

/** The state of a deployment, and what is said of it. */
export interface DeploymentState {
  state: 'queued' | 'in_progress' | 'success' | 'failure' | 'error' | 'inactive';
  description: string;
}

/** How a release stands as a state of a deployment. Pure. */
export function deploymentState(release: ShownRelease): DeploymentState {
  return { state: stateOf(release), description: shorten(release.sentence, LONGEST_DESCRIPTION) };
}

function stateOf({ phase, outcome, cause }: ShownRelease): DeploymentState['state'] {
  if (phase === 'starting') return 'queued';
  if (phase !== 'finished') return 'in_progress';
  if (outcome === 'completed') return 'success';
  if (outcome !== 'reverted') return 'error';
  // Nothing was found wrong with a version that had to make way.
  return cause === 'superseded' ? 'inactive' : 'failure';
}
