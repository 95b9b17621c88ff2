import type { ReleaseEvent } from '../../../api/wire/event.ts';
import type { MetricEvidence } from '../../../api/wire/evidence.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';

const MINUTE = 60_000;

/** When the release of these tests began: 14:00:00 UTC. */
export const BEGAN = Date.UTC(2026, 0, 5, 14);

/** A metric in the middle of a bake. */
export function evidence(more: Partial<MetricEvidence> = {}): MetricEvidence {
  const tally = { candidate: { total: 412, bad: [4] }, stable: { total: 8120, bad: [82] } };
  return {
    name: 'errors',
    required: true,
    stage: tally,
    overall: tally,
    rates: { candidate: [4 / 412], stable: [82 / 8120] },
    harmLogE: 0.4,
    harmEvidence: 1.49,
    aboveFloor: true,
    safeLogE: 2.1,
    proven: false,
    leftOut: [],
    exclusionBound: 3,
    rateBound: 0.05,
    withdrawn: false,
    secondsUntilSafe: 540,
    ...more,
  };
}

/** A release that bakes at 5 %. */
export function baking(more: Partial<ReleaseView> = {}): ReleaseView {
  return {
    id: 'checkout.production.12',
    lane: 'checkout.production',
    number: 12,
    kind: 'release',
    version: 'v2',
    candidate: { slot: 'green', version: 'v2' },
    stable: { slot: 'blue', version: 'v1' },
    actor: 'ann',
    reason: 'the new tax rules',
    phase: 'running',
    sentence: 'waiting: the first block has not ended',
    startedAt: BEGAN,
    step: 3,
    token: '3.4',
    steps: [
      { kind: 'deploy', label: 'deploy', state: 'done', startedAt: BEGAN, finishedAt: BEGAN + 12_300 },
      { kind: 'smoke', label: 'smoke', state: 'done', startedAt: BEGAN + 12_300, finishedAt: BEGAN + 13_100 },
      {
        kind: 'shift',
        label: 'shift to 5 %',
        state: 'done',
        startedAt: BEGAN + 13_100,
        finishedAt: BEGAN + 15_000,
      },
      { kind: 'bake', label: 'bake until safe, at most 30m', state: 'running', startedAt: BEGAN + 15_000 },
      { kind: 'cutover', label: 'cutover', state: 'waiting' },
      { kind: 'keep', label: 'keep the old slot for 1h', state: 'waiting' },
      { kind: 'retire', label: 'retire', state: 'waiting' },
    ],
    traffic: { asked: 500, readBack: 500, observed: 483, proven: true, at: BEGAN + 15_000 },
    approvals: [],
    evidence: [],
    events: 4,
    stale: false,
    live: {
      at: BEGAN + 2 * MINUTE,
      readBack: 500,
      sentence: 'waiting: 412 of about 1,100 candidate requests of errors, 9 minutes at 1.3 a second',
      evidence: [
        evidence(),
        evidence({
          name: 'latency',
          edges: [0.1, 0.5, 2.5],
          rates: { candidate: [0.12, 0.031, 0], stable: [0.118, 0.03, 0.0004] },
          proven: true,
          exclusionBound: null,
          rateBound: 1,
        }),
      ],
      observed: 491,
    },
    ...more,
  };
}

/** The release's last events. */
export const events: ReleaseEvent[] = [
  {
    number: 1,
    at: BEGAN,
    kind: 'started',
    message: 'v2 to checkout.production by ann',
    reason: 'the new tax rules',
  },
  { number: 2, at: BEGAN + 12_300, kind: 'step-finished', message: 'deploy: 2 instances are ready', step: 0 },
  { number: 3, at: BEGAN + 13_400, kind: 'written', message: '5 % to green', step: 2 },
  {
    number: 4,
    at: BEGAN + 15_000,
    kind: 'observed',
    message: '4.8 % of 1,204 requests went to green',
    step: 2,
  },
];
