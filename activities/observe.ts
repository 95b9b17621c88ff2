import { setTimeout as wait } from 'node:timers/promises';
import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { Slot } from '../config/plan.ts';
import type { RequestSample, Router } from '../providers/routers/router.ts';
import type { ActivityContext } from './context.ts';
import { withHeartbeats } from './heartbeats.ts';
import { judgeCutover } from './observe/cutover.ts';
import { judgeRaise } from './observe/raise.ts';
import { totalOf, type Finding, type Step } from './observe/step.ts';
import { judgeZero } from './observe/zero.ts';
import { requestsBetween, shareOf } from './requests-between.ts';
import type { ObserveAnswer, ObserveRequest, WatchActivities } from './types.ts';

/** Between two looks, in milliseconds: at first, and at most. */
const FIRST_POLL = 20;
const POLL = 250;
/** How long a repeated attempt looks at least, although the patience ended while nobody was there. */
const LOOK_AGAIN = 5000;

/** Looks at where requests go after a write, until it is proven or the patience is over. */
export function createObserveActivities({ world }: ActivityContext): Pick<WatchActivities, 'observe'> {
  return {
    observe: async (request) => withHeartbeats(async () => observe(world.router(request.place), request)),
  };
}

async function observe(router: Router, request: ObserveRequest): Promise<ObserveAnswer> {
  const { patience } = request;
  const { observationLag } = router.capabilities;
  const end =
    observationLag +
    Math.max(activityInfo().scheduledTimestampMs + patience, Date.now() + Math.min(patience, LOOK_AGAIN));
  return lookUntil(router, request, end, cancellationSignal());
}

/** Looks until there is something to tell, at the latest at the end, in milliseconds since the epoch. */
export async function lookUntil(
  router: Router,
  request: Omit<ObserveRequest, 'place' | 'patience'>,
  end: number,
  signal: AbortSignal,
): Promise<ObserveAnswer> {
  const { candidate, effectiveAt } = request;
  const { observationLag } = router.capabilities;
  const other: Slot = candidate === 'blue' ? 'green' : 'blue';
  let steps: Step[] = [];
  let last: RequestSample | undefined;
  let pause = FIRST_POLL;
  for (;;) {
    const reading = await read(router, end, signal);
    if (reading === 'uncounted') {
      const message = `${router.describe()} does not count requests by slot`;
      return { kind: 'no-traffic', requests: { blue: 0, green: 0 }, message };
    }
    // Counts that lag tell of the time before the write first, and nothing begins with them.
    if (reading !== undefined && reading.at >= effectiveAt) {
      const requests = last === undefined ? undefined : requestsBetween(last, reading);
      // After a reset nobody knows what was missed, so the looking begins again.
      if (requests === undefined) steps = [];
      else {
        const length = reading.at - (last?.at ?? reading.at);
        steps.push({ length, candidate: requests[candidate], other: requests[other] });
      }
      last = reading;
    }
    if (reading !== undefined) {
      const finding = judge(steps, request, router, Date.now() >= end);
      if (finding !== undefined) return answerOf(finding, finding.steps ?? steps, candidate, other);
    }
    await wait(Math.max(pause, observationLag / 40), undefined, { signal });
    pause = Math.min(POLL, pause * 2);
  }
}

/** Undefined: the counters cannot be read now. Once the patience is over that is an error. */
async function read(
  router: Router,
  end: number,
  signal: AbortSignal,
): Promise<RequestSample | 'uncounted' | undefined> {
  try {
    return (await router.requests(signal)) ?? 'uncounted';
  } catch (error) {
    signal.throwIfAborted();
    if (Date.now() >= end) throw error;
    return undefined;
  }
}

function judge(
  steps: readonly Step[],
  { goal, split, candidate, splitDivisor }: Omit<ObserveRequest, 'place' | 'patience'>,
  { capabilities: { granularity } }: Router,
  patienceOver: boolean,
): Finding | undefined {
  if (goal === 'cutover') return judgeCutover(steps, patienceOver);
  if (goal === 'zero') return judgeZero(steps, patienceOver);
  return judgeRaise(steps, { weight: split[candidate], granularity, splitDivisor }, patienceOver);
}

function answerOf(
  { kind, message }: Finding,
  steps: readonly Step[],
  candidate: Slot,
  other: Slot,
): ObserveAnswer {
  const total = totalOf(steps);
  const counted = { [candidate]: total.candidate, [other]: total.other };
  const requests = { blue: counted['blue'] ?? 0, green: counted['green'] ?? 0 };
  const observed = shareOf(candidate, requests);
  return { kind, requests, message, ...(observed === undefined ? {} : { observed }) };
}
