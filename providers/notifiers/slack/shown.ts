import type { ReleaseStatus } from '../../../workflows/messages.ts';

/** What a message shows of a release: the workflow's own status has it, and so has the API's view. */
export interface Shown extends Pick<
  ReleaseStatus,
  | 'id'
  | 'kind'
  | 'version'
  | 'stable'
  | 'actor'
  | 'phase'
  | 'knownGood'
  | 'sentence'
  | 'step'
  | 'token'
  | 'steps'
  | 'deadline'
  | 'traffic'
  | 'pausedBy'
  | 'approvals'
  | 'approval'
> {
  outcome?: string;
  hold?: Omit<NonNullable<ReleaseStatus['hold']>, 'onDeadline'> & { onDeadline: string };
}
