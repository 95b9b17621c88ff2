import type { LaneAct } from './lane-messages.ts';
import type { Approval, ProtectionInput, ProtectionState, ProtectionStatus } from './protection-messages.ts';

/** What a protection workflow has in memory. */
export interface Protection {
  input: ProtectionInput;
  state: ProtectionState;
  deadline: number;
  approvals: Approval[];
  /** What is missing, or why it was answered so. */
  sentence: string;
  decision: { state: 'approved' | 'rejected'; sentence: string } | null;
  /** What GitHub was told, or that it took no answer. */
  answered: 'approved' | 'rejected' | 'withdrawn' | null;
  gates: { askedAt: number | null; asked: number; missing: string[] };
  /** What people did to it, oldest first, and how much of that the lane was told of. */
  done: LaneAct[];
  handed: number;
}

/** The state of a new run, with what an earlier one carried over. */
export function createProtection(input: ProtectionInput): Protection {
  const state = input.carried ?? {
    since: Date.now(),
    approvals: [],
    comments: 0,
    commented: '',
    keys: {},
  };
  return {
    input,
    state,
    deadline: state.since + input.patience,
    approvals: [...state.approvals],
    sentence: 'it has just been asked',
    decision: input.refused === undefined ? null : { state: 'rejected', sentence: input.refused },
    answered: null,
    gates: { askedAt: null, asked: 0, missing: [] },
    done: [],
    handed: 0,
  };
}

/** How it stands. */
export function statusOf({
  input,
  state,
  deadline,
  sentence,
  answered,
  approvals,
}: Protection): ProtectionStatus {
  const { id, repository, environment, run, sha, ref, lane, actor, required } = input;
  return {
    id,
    repository,
    environment,
    run,
    sha,
    ref,
    lane,
    actor,
    state: answered ?? 'waiting',
    sentence,
    since: state.since,
    deadline,
    approvals,
    approvalsNeeded: required.approvals,
  };
}
