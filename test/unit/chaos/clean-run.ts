/** A run by hand with nothing wrong in it: `v1` comes, `v2-bad` goes back, an operator aids `v3` to its end. */
import type { LaneView } from '../../../api/wire/lane.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import type { Instance, LaneRun, Run } from '../../chaos/record.ts';
import type { Reported } from '../../chaos/reported.ts';
import type { Started } from '../../kill/own-counts.ts';

export const lane = 'chaos.demo';
const zero = Date.UTC(2026, 0, 1);

/** The time so many seconds into the run. */
export const at = (seconds: number): number => zero + seconds * 1000;

interface Played {
  number: number;
  version: string;
  slot: 'blue' | 'green';
  from: number;
  to: number;
  outcome: 'completed' | 'reverted';
}

const played: Played[] = [
  { number: 1, version: 'v1', slot: 'blue', from: 1, to: 5, outcome: 'completed' },
  { number: 2, version: 'v2-bad', slot: 'green', from: 20, to: 28, outcome: 'reverted' },
  { number: 3, version: 'v3', slot: 'green', from: 30, to: 46, outcome: 'completed' },
];

/** One lane, 100 requests a second, and no fault at all. */
export function cleanRun(): Run {
  return { seed: 1, from: at(0), to: at(60), faults: [], lanes: [cleanLane()] };
}

function cleanLane(): LaneRun {
  return {
    lane,
    settle: 1000,
    size: 1,
    submits: played.map(({ number, version, from }) => ({
      key: `key-${number}`,
      kind: 'release',
      version,
      actor: 'ann',
      reason: `change ${number}`,
      tries: [{ at: at(from), status: 202, id: `${lane}.${number}`, said: 'running' }],
    })),
    acts: [
      {
        key: 'key-approve',
        release: `${lane}.3`,
        act: 'approve',
        actor: 'bob',
        reason: 'approve 1',
        tries: [{ at: at(38), status: 200 }],
      },
    ],
    view: laneView(),
    replaced: [],
    releases: played.map(releaseView),
    reports: played.map(report),
    workflows: played.map(({ number }) => ({
      release: `${lane}.${number}`,
      run: `run-${number}`,
      first: `run-${number}`,
      status: 'COMPLETED',
    })),
    instances: [
      instance('one', 'blue', 'v1', 1, 45),
      instance('two', 'green', 'v2-bad', 20.5, 27.5),
      instance('three', 'green', 'v3', 30.5),
    ],
    starts: starts(),
    held: [
      { at: at(0), split: null, stamp: null },
      held(2.5, 1, 1, 0),
      held(22, 2, 1, 2000),
      held(26, 2, 2, 0),
      held(32, 3, 1, 2000),
      held(40, 3, 2, 10_000),
    ],
    routed: [20, 25, 29.2, 29.6, 31, 60].map((seconds) => ({ at: at(seconds), requests: routedAt(seconds) })),
    users: windows().map((window) => ({ window, answered: 10, dropped: 0 })),
  };
}

const steps = [
  { kind: 'deploy', state: 'done' },
  { kind: 'shift', state: 'done', to: 2000 },
  { kind: 'bake', state: 'done', until: 'safe' },
  { kind: 'approve', state: 'done' },
  { kind: 'cutover', state: 'done' },
  { kind: 'retire', state: 'done' },
];

function report({ number, version, slot, from, to, outcome }: Played): Reported {
  const isFirst = number === 1;
  const block = (seconds: number) => ({
    start: at(seconds),
    stage: 'shift',
    counts: { errors: { candidate: { total: 20 }, stable: { total: 80 } } },
  });
  const proven = { kind: 'proven', observed: 10_000 };
  const said: Omit<Reported['events'][number], 'number'>[] = [
    { at: at(from), kind: 'started', message: '', actor: 'ann', reason: `change ${number}` },
    ...(number === 3
      ? [
          { at: at(38), kind: 'approved', message: '', step: 3, actor: 'bob', reason: 'approve 1' },
          { at: at(42), kind: 'observed', message: '', step: 4, data: proven },
        ]
      : []),
    { at: at(to), kind: 'finished', message: '' },
  ];
  const decision = {
    at: at(from + 4),
    block: 1,
    stage: 'shift',
    step: 2,
    reason: '',
    message: '',
    beside: false,
    bake: { until: 'safe' },
  };
  return {
    id: `${lane}.${number}`,
    input: {
      number,
      kind: 'release',
      version,
      candidate: { slot, version },
      stable: isFirst ? null : { slot: 'blue', version: 'v1' },
      actor: 'ann',
      reason: `change ${number}`,
      plan: { steps },
    },
    status: {
      outcome,
      startedAt: at(from),
      finishedAt: at(to),
      steps: steps.map((step) => ({ ...step, state: stateOf(step.kind, isFirst, outcome) })),
    },
    events: said.map((event, i) => ({ ...event, number: i + 1 })),
    evidence: {
      metrics: [{ name: 'errors', required: true }],
      blocks: isFirst ? [] : [block(from + 2), block(from + 3)],
      decisions: isFirst ? [] : [{ ...decision, kind: outcome === 'completed' ? 'pass' : 'fail' }],
    },
  };
}

/** A first release bakes nothing, and one that is reverted comes no further than its bake. */
function stateOf(kind: string, isFirst: boolean, outcome: Played['outcome']): string {
  if (isFirst && kind === 'bake') return 'skipped';
  if (outcome === 'completed' || kind === 'deploy' || kind === 'shift') return 'done';
  return kind === 'bake' ? 'failed' : 'waiting';
}

function releaseView({ number, version, slot, from, to, outcome }: Played): ReleaseView {
  return {
    id: `${lane}.${number}`,
    lane,
    number,
    kind: 'release',
    version,
    candidate: { slot, version },
    stable: number === 1 ? null : { slot: 'blue', version: 'v1' },
    actor: 'ann',
    reason: `change ${number}`,
    phase: 'finished',
    outcome,
    sentence: '',
    startedAt: at(from),
    finishedAt: at(to),
    step: 0,
    token: '0.0',
    steps: [],
    traffic: { asked: 0, proven: true, at: at(to) },
    approvals: [],
    evidence: [],
    events: 2,
    stale: false,
  };
}

function laneView(): LaneView {
  return {
    lane,
    live: { slot: 'green', version: 'v3' },
    running: null,
    waiting: null,
    blocked: null,
    nextNumber: 4,
    past: [],
    router: null,
    routerEvents: [],
    good: [],
  };
}

function instance(
  token: string,
  slot: Instance['slot'],
  version: string,
  from: number,
  gone?: number,
): Instance {
  const seen = gone === undefined ? { aliveAt: at(60) } : { aliveAt: at(gone - 0.1), goneAt: at(gone) };
  return { token, pid: 1000 + from, slot, version, startedAt: at(from), ...seen };
}

function held(seconds: number, release: number, act: number, green: number): LaneRun['held'][number] {
  return { at: at(seconds), split: { blue: 10_000 - green, green }, stamp: { lane, release, act } };
}

function windows(): number[] {
  return Array.from({ length: 560 }, (_, i) => at(4) + i * 100);
}

function greenAt(window: number): number {
  if (window >= at(40)) return 10;
  const isShifted = (window >= at(22) && window < at(26)) || window >= at(32);
  return isShifted ? 2 : 0;
}

function starts(): Started[] {
  return windows().flatMap((window) => {
    const green = greenAt(window);
    const [token, version] = window < at(30) ? ['two', 'v2-bad'] : ['three', 'v3'];
    const sides: Started[] = [
      { window, token: 'one', slot: 'blue', version: 'v1', count: 10 - green },
      { window, token, slot: 'green', version, count: green },
    ];
    return sides.filter(({ count }) => count > 0);
  });
}

function routedAt(seconds: number): Record<'blue' | 'green', number> {
  const sum = (slot: string): number =>
    starts()
      .filter((each) => each.slot === slot && each.window < at(seconds))
      .reduce((total, { count }) => total + count, 0);
  return { blue: sum('blue'), green: sum('green') };
}
