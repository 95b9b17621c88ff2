import { describe, expect, test } from 'vitest';
import { beginState } from '../../../../activities/watch/begin.ts';
import { closeBlock, lookWithin, openBlock } from '../../../../activities/watch/blocks.ts';
import { pack, unpack } from '../../../../activities/watch/carried.ts';
import type { WatchRequest } from '../../../../activities/types.ts';
import type { Moment } from '../../../../activities/watch/moment.ts';
import type { RawReading } from '../../../../activities/watch/read-metrics.ts';
import type { Series } from '../../../../providers/metrics/metric-source.ts';
import { place } from '../world.ts';
import { errors, latency, sampled, series } from './metric.ts';
import { analysisConfig, unlearnt } from '../../../rigs/analysis-config.ts';

const request: WatchRequest = {
  place,
  release: 'shop.test.2',
  metrics: [errors],
  analysis: analysisConfig(1000, { warmup: 1500 }),
  candidate: 'green',
  stable: 'blue',
  warm: null,
  versions: { blue: 'v1', green: 'v2' },
  stage: '1',
  weight: 500,
  mode: 'steady',
  blocksFrom: 0,
  trafficSince: 10_000,
  muted: [],
  expected: { split: { blue: 9500, green: 500 } },
  until: 100_000,
  ...unlearnt,
};

function moment(
  at: number,
  of: { blue: Series[]; green: Series[] } | { refused: string },
  startedAt = 1,
): Moment {
  const raw: RawReading = 'refused' in of ? of : { at, processStartedAt: startedAt, series: of };
  return { at, raw: new Map(request.metrics.map(({ name }) => [name, raw])) };
}

const both = (blue: number, green: number) => ({
  blue: [series({ code: '200' }, blue)],
  green: [series({ code: '200' }, green)],
});

const opened = openBlock(request, beginState(request, 1), moment(10_000, both(1000, 50)));

describe('a block', () => {
  test('holds what was counted between its ends, its stage and its share', () => {
    const { block, state } = closeBlock(request, opened, moment(11_000, both(1095, 55)), false);
    expect(block).toEqual({
      start: 10_000,
      seconds: 1,
      stage: '1',
      share: 0.05,
      warmup: true,
      counts: { errors: { candidate: { total: 5, bad: [0] }, stable: { total: 95, bad: [0] } } },
    });
    expect(state).toMatchObject({ openSince: 11_000, verdict: { blocks: 1 } });
  });

  test('warms up only when it begins within the warm-up', () => {
    const first = closeBlock(request, opened, moment(11_500, both(1095, 55)), false);
    expect(first.block.warmup).toBe(true);
    const second = closeBlock(request, first.state, moment(12_500, both(1095, 55)), true);
    expect(second.block).toMatchObject({ partial: true });
    expect(second.block).not.toHaveProperty('warmup');
  });

  test('counts a restart of the counting process, unless nobody read for longer than two blocks', () => {
    const soon = closeBlock(request, opened, moment(11_000, both(20, 2), 10_500), false);
    expect(soon.block.counts['errors']?.candidate).toEqual({ total: 2, bad: [0] });
    const late = closeBlock(request, opened, moment(15_000, both(20, 2), 10_500), false);
    expect(late.block.counts['errors']).toEqual({});
    expect(late.block.problems).toMatchObject([{ kind: 'absent' }, { kind: 'absent' }]);
    const whole = closeBlock(request, opened, moment(15_000, both(1500, 75)), false);
    expect(whole.block.counts['errors']?.stable).toEqual({ total: 500, bad: [0] });
  });

  test('does not get what was counted while its source was down', () => {
    const down = closeBlock(request, opened, moment(11_000, { refused: 'refused' }), false);
    expect(down.block).toMatchObject({ counts: {}, problems: [{ kind: 'error', message: 'refused' }] });
    const within = lookWithin(request, down.state, moment(11_400, both(1400, 70)));
    const { block } = closeBlock(request, within, moment(12_000, both(1460, 73)), false);
    expect(block.counts['errors']).toEqual({
      candidate: { total: 3, bad: [0] },
      stable: { total: 60, bad: [0] },
    });
  });

  test('has no evidence of a source that stands still', () => {
    const old: Moment = { at: 20_000, raw: moment(11_000, both(1500, 75)).raw };
    const stands = (at: number): Series[] => [{ labels: { code: '200' }, samples: [{ at, value: 1 }] }];
    old.raw.set('errors', { at: 11_000, series: { blue: stands(11_000), green: stands(11_000) } });
    const { block } = closeBlock(request, opened, old, false);
    expect(block).toMatchObject({
      counts: {},
      problems: [{ kind: 'stale', message: 'the newest sample is 9 s old' }],
    });
  });
});

test('a block whose sides were sampled over stretches of different length tells nothing of the split', () => {
  const at = (...blue: [number, number][]): Moment => ({
    at: 11_000,
    raw: new Map([
      [
        'errors',
        {
          at: 11_000,
          history: true,
          series: {
            blue: [sampled({ code: '200' }, ...blue)],
            green: [sampled({ code: '200' }, [10_100, 10], [10_500, 20], [10_900, 30])],
          },
        },
      ],
    ]),
  });
  const even = closeBlock(request, opened, at([10_200, 100], [10_600, 200], [11_000, 300]), false);
  expect(even.block).not.toHaveProperty('partial');
  expect(even.state.verdict.stage?.split?.all).toEqual({ candidate: 20, stable: 200 });
  const uneven = closeBlock(request, opened, at([10_600, 200], [11_000, 300]), false);
  expect(uneven.block).toMatchObject({
    partial: true,
    counts: { errors: { candidate: { total: 20 }, stable: { total: 100 } } },
  });
  expect(uneven.state.verdict.stage?.split?.all).toEqual({ candidate: 0, stable: 0 });
});

test('what is carried stays below 50 kB with 2 metrics of 20 series, and comes back as it was', () => {
  const wide: WatchRequest = { ...request, metrics: [errors, latency] };
  const codes = Array.from({ length: 20 }, (_, i) => ({
    code: String(200 + i),
    method: 'GET',
    protocol: 'http',
  }));
  const upTo = [
    ['0.005', 0.5],
    ['0.01', 0.75],
    ['0.025', 0.9],
    ['0.05', 0.95],
    ['0.1', 0.98],
    ['0.25', 0.99],
    ['0.5', 0.995],
    ['1', 0.999],
    ['2.5', 1],
    ['+Inf', 1],
  ] as const;
  const buckets = codes.flatMap((labels) =>
    upTo.map(([le, share]) => series({ ...labels, le }, 123_456_000 * share)),
  );
  const counters = codes.map((labels) => series(labels, 123_456_789));
  const raw = new Map<string, RawReading>([
    ['errors', { at: 10_000, processStartedAt: 1, series: { blue: counters, green: counters } }],
    ['latency', { at: 10_000, processStartedAt: 1, series: { blue: buckets, green: buckets } }],
  ]);
  const state = openBlock(wide, beginState(wide, 1), { at: 10_000, raw });
  expect(state.edges['latency']).toHaveLength(8);
  const { state: next, block } = closeBlock(wide, state, { at: 11_000, raw }, false);
  expect(JSON.stringify(next).length).toBeLessThan(50_000);
  const blocks = Array.from({ length: 240 }, () => block);
  const carried = pack({ state: next, blocks });
  expect(carried.length).toBeLessThan(20_000);
  expect(unpack({ heartbeat: {}, carried })).toEqual({ state: next, blocks });
});
