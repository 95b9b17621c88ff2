import type { MetricEvidence } from '../../../api/wire/evidence.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';

/** When all that happens here happens, milliseconds since the epoch. */
export const NOW = Date.UTC(2026, 0, 5, 3, 0, 0);

/** A release of v2 over v1 in the bake at 5 %. */
export function release(more: Partial<ReleaseView> = {}): ReleaseView {
  return {
    id: 'shop.production.2',
    lane: 'shop.production',
    number: 2,
    kind: 'release',
    version: 'v2',
    candidate: { slot: 'green', version: 'v2' },
    stable: { slot: 'blue', version: 'v1' },
    actor: 'ann',
    reason: '',
    phase: 'running',
    sentence: 'watching',
    startedAt: NOW - 60_000,
    step: 2,
    token: '2.1',
    steps: [
      { kind: 'deploy', label: 'deploy', state: 'done' },
      { kind: 'shift', label: 'shift to 5 %', state: 'done' },
      { kind: 'bake', label: 'bake until safe', state: 'running' },
      { kind: 'cutover', label: 'cutover', state: 'waiting' },
    ],
    deadline: NOW + 600_000,
    traffic: { asked: 500, readBack: 500, observed: 480, proven: true, at: NOW },
    approvals: [],
    evidence: [],
    events: 0,
    stale: false,
    ...more,
  };
}

/** A hold that asks somebody. */
export function hold(more: Partial<NonNullable<ReleaseView['hold']>> = {}): NonNullable<ReleaseView['hold']> {
  return {
    reason: 'no data',
    message: 'there was nothing to judge by',
    since: NOW - 30_000,
    deadline: NOW + 3_600_000,
    onDeadline: 'revert',
    promotable: true,
    retryable: true,
    ...more,
  };
}

/** An error metric that is not proven yet. */
export function metric(more: Partial<MetricEvidence> = {}): MetricEvidence {
  return {
    name: 'errors',
    required: true,
    stage: { candidate: { total: 1204, bad: [11] }, stable: { total: 23_101, bad: [203] } },
    overall: { candidate: { total: 1204, bad: [11] }, stable: { total: 23_101, bad: [203] } },
    rates: { candidate: [0.0091], stable: [0.0088] },
    harmLogE: 0,
    harmEvidence: 1,
    aboveFloor: false,
    safeLogE: 2.1,
    proven: false,
    edges: [],
    leftOut: [],
    exclusionBound: 1.5,
    rateBound: 1,
    withdrawn: false,
    secondsUntilSafe: 40,
    ...more,
  };
}
