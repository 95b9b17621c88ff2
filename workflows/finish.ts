import {
  allHandlersFinished,
  condition,
  getExternalWorkflowHandle,
  TemporalFailure,
} from '@temporalio/workflow';
import { stopCalibrating } from './calibrating.ts';
import { archives } from './calls.ts';
import { rootCause } from './failures.ts';
import { over } from './lane-messages.ts';
import { record, type Life } from './life.ts';
import type { Outcome, Placement, ReleaseResult } from './messages.ts';
import { publish } from './publish.ts';
import { untilLaneKnows } from './release-audit.ts';
import { stopWatch } from './watching.ts';
import { untilTold } from './tell.ts';

/** Ends a release: its lane is told, its outcome is recorded, published, archived and told to all, in this order. */
export async function finish(life: Life, outcome: Outcome): Promise<ReleaseResult> {
  await stopWatch(life);
  await stopCalibrating(life);
  const { input } = life;
  // Whoever sees the end may act on the lane at once.
  await getExternalWorkflowHandle(`lane/${input.lane}`)
    .signal(over, { id: input.id })
    .catch(() => undefined);
  const message = sentence(life, outcome);
  life.outcome = outcome;
  if (outcome === 'reverted' && life.stop !== null) life.cause = life.stop.cause;
  life.sentence = message;
  life.finishedAt = Date.now();
  record(life, 'finished', `${outcome}: ${message}`, { page: outcome === 'left' });
  publish(life);
  await archiveAll(life);
  return {
    id: input.id,
    outcome,
    ...(life.cause === undefined ? {} : { cause: life.cause }),
    reason: message,
    live: serving(life, outcome),
    written: life.written,
  };
}

/** An act may come for as long as the workflow runs; whoever was told that it was taken finds it in the report. */
async function archiveAll(life: Life): Promise<void> {
  for (let archived = 0; archived < life.events.length;) {
    archived = life.events.length;
    try {
      await archives().archive(life.input.id);
    } catch (error) {
      if (!(error instanceof TemporalFailure)) throw error;
      record(life, 'error', `the report could not be archived: ${rootCause(error)}`, { page: true });
      archived = life.events.length;
    }
    await untilTold(life);
    await untilLaneKnows(life);
    await condition(allHandlersFinished);
  }
}

function sentence(life: Life, outcome: Outcome): string {
  const { candidate, stable } = life.input;
  switch (outcome) {
    case 'completed':
      return `${candidate.version} serves all traffic from ${candidate.slot}`;
    case 'reverted': {
      const back = stable === null ? 'nothing serves' : `${stable.version} serves all traffic`;
      return `${life.stop?.message ?? 'undone'}; ${back}`;
    }
    case 'refused':
      return life.sentence;
    case 'left':
      return `${life.left?.actor ?? 'somebody'} let go of it: ${life.left?.reason ?? ''}`;
  }
}

function serving(life: Life, outcome: Outcome): Placement | null {
  return outcome === 'completed' || life.knownGood ? life.input.candidate : life.input.stable;
}
