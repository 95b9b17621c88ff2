import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MetricSummary } from '../../../analysis/types.ts';
import type { WatchFigures } from '../../../activities/watch/figures.ts';
import { createMetrics, type ProcessMetrics } from '../../../worker/metrics.ts';

const lane = 'shop.test';
const release = 'shop.test.7';
const tally = {
  candidate: { total: 200, bad: [4, 1] },
  stable: { total: 1800, bad: [18, 9] },
};
const summary: MetricSummary = {
  name: 'latency',
  required: true,
  stage: tally,
  overall: tally,
  rates: { candidate: [0.02, 0.005], stable: [0.01, null] },
  harmLogE: 0,
  harmEvidence: 1,
  aboveFloor: true,
  safeLogE: 1,
  control: null,
  proven: false,
  edges: [0.1, 0.5],
  leftOut: [],
  exclusionBound: 3,
  rateBound: 0.1,
  withdrawn: false,
  secondsUntilSafe: 90,
};
const overBounds = { latency: { harm: 0.01, limit: 0.2, safe: 0.5 } };
const figures: WatchFigures = { readBack: 1000, observed: 1050, evidence: [summary], overBounds };
const of = `lane="${lane}",release="${release}"`;
let metrics: ProcessMetrics;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  metrics = createMetrics(pino({ level: 'silent' }));
});

afterEach(() => {
  vi.useRealTimers();
});

test('a watched release shows its split, its rates and its evidence', async () => {
  checked(figures);
  expect(await shown()).toEqual([
    `bad_ratio{${of},metric="latency",side="candidate",edge="0.1"} 0.02`,
    `bad_ratio{${of},metric="latency",side="candidate",edge="0.5"} 0.005`,
    `bad_ratio{${of},metric="latency",side="stable",edge="0.1"} 0.01`,
    `exclusion_ratio{${of},metric="latency"} 3`,
    `harm_ratio{${of},metric="latency",against="limit"} 0.2`,
    `harm_ratio{${of},metric="latency",against="stable"} 0.01`,
    `observed_ratio{${of}} 0.105`,
    `read_back_ratio{${of}} 0.1`,
    `requests{${of},metric="latency",side="candidate"} 200`,
    `requests{${of},metric="latency",side="stable"} 1800`,
    `safe_ratio{${of},metric="latency"} 0.5`,
    `until_safe_seconds{${of},metric="latency"} 90`,
  ]);
});

test('what is not known, not chosen or not true any more is not shown', async () => {
  const { secondsUntilSafe: _unknown, ...known } = summary;
  const errors = {
    ...known,
    name: 'errors',
    edges: [],
    rates: { candidate: [null], stable: [0] },
    withdrawn: true,
  };
  const unchosen = { ...known, edges: [0], rates: { candidate: [0], stable: [0] }, exclusionBound: null };
  const fewPass = { ...known, name: 'slow', leftOut: [0.1], exclusionBound: null };
  checked({
    evidence: [errors, unchosen, fewPass],
    overBounds: { errors: { harm: 0 }, latency: { harm: 0 }, slow: { harm: 0 } },
  });
  expect((await shown()).filter((line) => !line.startsWith('requests'))).toEqual([
    `bad_ratio{${of},metric="errors",side="stable",edge=""} 0`,
    `bad_ratio{${of},metric="slow",side="candidate",edge="0.5"} 0.005`,
    ...['errors', 'latency', 'slow'].map((name) => `harm_ratio{${of},metric="${name}",against="stable"} 0`),
  ]);
});

test('a watch that ended shows its evidence for a minute more, its split no more', async () => {
  checked(figures);
  metrics.events.emit({ kind: 'watch-ended', lane, release });
  vi.setSystemTime(1_060_000);
  const names = new Set((await shown()).map((line) => line.split('{')[0]));
  expect([...names]).toEqual([
    'bad_ratio',
    'exclusion_ratio',
    'harm_ratio',
    'requests',
    'safe_ratio',
    'until_safe_seconds',
  ]);
  vi.setSystemTime(1_060_001);
  expect(await shown()).toEqual([]);
});

test("the end of an earlier release's watch takes nothing from the next one", async () => {
  checked(figures);
  checked(figures, 'shop.test.8');
  metrics.events.emit({ kind: 'watch-ended', lane, release });
  expect(await shown('read_back_ratio')).toEqual([
    `read_back_ratio{lane="${lane}",release="shop.test.8"} 0.1`,
  ]);
});

test('a watch is summed up when it is scraped, not at each check', async () => {
  let times = 0;
  const counted = (): WatchFigures => {
    times += 1;
    return figures;
  };
  for (const late of [0, 0, 0])
    metrics.events.emit({ kind: 'watch-checked', lane, release, at: 0, late, figures: counted });
  expect(times).toBe(0);
  await shown();
  expect(times).toBe(1);
});

function checked(now: WatchFigures, id = release): void {
  const figuresNow = () => now;
  metrics.events.emit({
    kind: 'watch-checked',
    lane,
    release: id,
    at: Date.now(),
    late: 0,
    figures: figuresNow,
  });
}

/** The lines that say how watches stand, without the prefix of their names. */
async function shown(name = ''): Promise<string[]> {
  const others = ['age', 'blocks', 'lateness'].map((each) => `sluice_watch_${each}`);
  return (await metrics.registry.metrics())
    .split('\n')
    .filter(
      (line) => line.startsWith(`sluice_watch_${name}`) && !others.some((each) => line.startsWith(each)),
    )
    .map((line) => line.replace('sluice_watch_', ''))
    .toSorted();
}
