/** A deployment that GitHub Actions holds back until Sluice answers. */
import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  patched,
  TemporalFailure,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { Milliseconds } from '../config/plan.ts';
import { answersGithub, commentsGithub, hooks, looksAtProtection } from './calls.ts';
import { handleProtection } from './protection-acts.ts';
import { laneKnows, tellLane } from './protection-audit.ts';
import type { ProtectionInput, ProtectionState, ProtectionStatus } from './protection-messages.ts';
import { createProtection, statusOf, type Protection } from './protection-state.ts';

/** GitHub takes ten comments on a deployment; the answer is one. */
const MOST_COMMENTS = 8;
/** Nothing is so urgent that gates, which may be slow commands, are asked more often. */
const LEAST_BETWEEN_GATES = 5 * 60_000;

/**
 * Waits until everything that the rule asks for is there, or somebody rejects it, or its time is up, and tells GitHub.
 * The answer is tried for days.
 */
export async function protection(input: ProtectionInput): Promise<ProtectionStatus> {
  const life = createProtection(input);
  handleProtection(life);
  publish(life);
  // A lane that it starts must not be cancelled with it.
  void CancellationScope.nonCancellable(async () => tellLane(life));
  while (life.decision === null) {
    const seen = life.approvals.length;
    const missing = await look(life);
    if (life.decision === null && missing.length === 0)
      decide(life, 'approved', 'everything that is asked for is there');
    if (life.decision === null && Date.now() >= life.deadline) {
      decide(life, 'rejected', `not there in time: ${missing.join('; ')}`);
    }
    if (life.decision !== null) break;
    life.sentence = missing.join('; ');
    publish(life);
    await comment(life, missing);
    await condition(() => life.decision !== null || life.approvals.length !== seen, pause(life));
    if (workflowInfo().continueAsNewSuggested) await carryOn(life);
  }
  await answer(life);
  publish(life);
  await condition(() => laneKnows(life) && allHandlersFinished());
  return statusOf(life);
}

/** What is missing, a sentence each. A gate that fails decides at once: it is evidence about this commit. */
async function look(life: Protection): Promise<string[]> {
  const missing = await lookAtAll(life);
  const people = life.input.required.approvals - life.approvals.length;
  if (people > 0) missing.push(`${people} more to approve it in Sluice (deployment ${life.input.id})`);
  return missing;
}

/** Gates may take long: whether it is frozen, and what has completed, is looked at after them. */
async function lookAtAll(life: Protection): Promise<string[]> {
  if (!patched('looked-at-after-gates')) return [...(await lookOutside(life)), ...(await askGates(life))];
  const gates = await askGates(life);
  return [...(await lookOutside(life)), ...gates];
}

async function lookOutside({ input }: Protection): Promise<string[]> {
  const { lane, sha, ref, required } = input;
  const { notFrozen, completed } = required;
  if (!notFrozen && completed === null) return [];
  try {
    return await looksAtProtection().lookAtProtection({ lane, notFrozen, completed, sha, ref });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return [`freezes or releases cannot be read: ${messageOf(error)}`];
  }
}

async function askGates(life: Protection): Promise<string[]> {
  const { input, gates } = life;
  if (input.required.gates.length === 0) return [];
  if (
    gates.askedAt !== null &&
    (gates.missing.length === 0 || Date.now() - gates.askedAt < LEAST_BETWEEN_GATES)
  ) {
    return [...gates.missing];
  }
  gates.missing = [];
  gates.askedAt = Date.now();
  const [service = '', environment = ''] = input.lane.split('.');
  for (const [step, gate] of input.required.gates.entries()) {
    gates.asked += 1;
    const question = {
      service,
      environment,
      version: input.sha,
      revision: input.sha,
      slot: 'green' as const,
      release: `protection-${input.id}`,
      step,
      attempt: gates.asked,
    };
    try {
      const said = await hooks('forward', gate.timeout).gate({ lane: input.lane, gate, question });
      if (said.outcome === 'pass') continue;
      const sentence = `gate ${step + 1}: ${said.outcome}: ${said.summary}`;
      if (said.outcome === 'fail') decide(life, 'rejected', sentence);
      gates.missing.push(sentence);
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      gates.missing.push(`gate ${step + 1} cannot be asked: ${messageOf(error)}`);
    }
  }
  return [...gates.missing];
}

function decide(life: Protection, state: 'approved' | 'rejected', sentence: string): void {
  life.decision ??= { state, sentence };
}

async function comment(life: Protection, missing: string[]): Promise<void> {
  const text = missing.join('; ');
  const { state, input } = life;
  if (text === state.commented || state.comments >= MOST_COMMENTS) return;
  state.commented = text;
  state.comments += 1;
  const { repository, environment, run } = input;
  try {
    await commentsGithub().answerProtection({
      repository,
      environment,
      run,
      comment: `Sluice waits: ${text}`,
    });
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
  }
}

async function answer(life: Protection): Promise<void> {
  const { state, sentence } = life.decision ?? { state: 'rejected' as const, sentence: life.sentence };
  const { repository, environment, run } = life.input;
  life.sentence = sentence;
  try {
    await answersGithub().answerProtection({
      repository,
      environment,
      run,
      state,
      comment: `Sluice: ${sentence}`,
    });
    life.answered = state;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    life.answered = 'withdrawn';
    life.sentence = `GitHub takes no answer any more (${messageOf(error)}); it was to be ${state}: ${sentence}`;
  }
}

/** Seldom where it waits for long; never past the deadline. */
function pause({ state, deadline }: Protection): Milliseconds {
  const waited = Date.now() - state.since;
  const usual = waited < 600_000 ? 30_000 : waited < 7_200_000 ? 120_000 : 300_000;
  return Math.max(1, Math.min(usual, deadline - Date.now()));
}

async function carryOn(life: Protection): Promise<void> {
  await condition(() => laneKnows(life) && allHandlersFinished());
  if (life.decision !== null) return;
  const carried: ProtectionState = { ...life.state, approvals: life.approvals };
  await continueAsNew<(input: ProtectionInput) => Promise<ProtectionStatus>>({ ...life.input, carried });
}

/** Puts how it stands where lists find it without asking a worker. */
function publish(life: Protection): void {
  upsertMemo({ protection: statusOf(life) });
}

function messageOf({ cause, message }: ActivityFailure): string {
  return cause instanceof ApplicationFailure ? cause.message : (cause?.message ?? message);
}
