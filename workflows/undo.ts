/**
 * Undo takes back what was applied, newest first: traffic to the stable side until none is seen at the
 * candidate, then the candidate's instances. It tries without limit, pages after a minute, and only an
 * admin's `leave` ends it early.
 */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { observes, retires } from './calls.ts';
import { record, splitFor, type Life } from './life.ts';
import { noteObserved } from './steps/shift.ts';
import { stopWatch } from './watching.ts';
import { write } from './write.ts';

const PAGE_AFTER = 60_000;
/** How long no traffic at all is looked at before it is taken for none. */
const PATIENCE = 3000;
const AGAIN_AFTER = '2s';

/** Undoes everything that was applied. Returns false when an admin left it where it was. */
export async function undo(life: Life): Promise<boolean> {
  life.phase = 'undoing';
  life.turn += 1;
  const scope = new CancellationScope({ cancellable: true, parent: life.base });
  life.undoScope = scope;
  const paging = new CancellationScope({ cancellable: true, parent: life.base });
  void paging.run(async () => pageWhenLate(life)).catch(() => undefined);
  try {
    await scope.run(async () => takeBack(life));
    return true;
  } catch (error) {
    if (isCancellation(error) && life.left !== null) return false;
    throw error;
  } finally {
    paging.cancel();
  }
}

async function takeBack(life: Life): Promise<void> {
  life.watching.scope?.cancel();
  for (let kind = life.undo.pop(); kind !== undefined; kind = life.undo.pop()) {
    if (kind === 'traffic') await zero(life);
    else await retireCandidate(life);
  }
  await stopWatch(life);
}

/** Writes 0 until the router has it and no request is seen to start at the candidate. */
async function zero(life: Life): Promise<void> {
  const { stable, candidate, plan, lane } = life.input;
  const split = stable === null ? null : splitFor(life, 0);
  life.sentence = 'taking traffic back from the candidate';
  for (;;) {
    const answer = await write(life, split, {
      onDrift: 'restore',
      mustBeReady: stable === null ? [] : [stable.slot],
      tries: 'endless',
    });
    if (answer.kind === 'fenced') {
      record(life, 'error', `${answer.message}; this release no longer moves traffic`, { page: true });
      return;
    }
    if (answer.kind !== 'written' && answer.kind !== 'already') {
      life.sentence = `cannot take traffic back: ${answer.message}`;
      await sleep(AGAIN_AFTER);
      continue;
    }
    if (split === null) return;
    const seen = await observes('endless', PATIENCE).observe({
      place: { lane, router: plan.router, platform: plan.platform },
      split,
      candidate: candidate.slot,
      effectiveAt: answer.effectiveAt,
      splitDivisor: plan.analysis.splitDivisor,
      goal: 'zero',
      patience: PATIENCE,
    });
    noteObserved(life, seen);
    if (seen.kind === 'proven' || seen.kind === 'no-traffic') return;
  }
}

async function retireCandidate(life: Life): Promise<void> {
  const { candidate, plan, lane } = life.input;
  const place = { lane, router: plan.router, platform: plan.platform };
  const longest = plan.drain.kind === 'wait' ? plan.drain.wait : plan.drain.deadline;
  if (life.watching.trafficSince !== null) {
    life.sentence = 'waiting for the candidate to finish its requests';
    const drained = await observes('endless', longest).drain({
      place,
      slot: candidate.slot,
      drain: plan.drain,
    });
    record(life, 'undo', drained.message);
  }
  life.sentence = 'taking the candidate down';
  await retires('endless', plan.platform.grace).retire(place, candidate.slot);
  record(life, 'undo', `${candidate.version} in ${candidate.slot} is gone`);
}

async function pageWhenLate(life: Life): Promise<void> {
  await sleep(PAGE_AFTER);
  record(life, 'error', `undo is not done after 1 minute: ${life.sentence}`, { page: true });
}
