import { describe, expect, test } from 'vitest';
import { createCalibrateActivity } from '../../../../activities/calibrate.ts';
import type { CalibrateRequest } from '../../../../activities/calibrate/past.ts';
import type { MetricConfig } from '../../../../config/plan.ts';
import type { Series } from '../../../../providers/metrics/metric-source.ts';
import { analysisConfig } from '../../../rigs/analysis-config.ts';
import { until } from '../../../rigs/until.ts';
import { contextOf, environment, fakeWorld, perform, place, type FakeWorld } from '../world.ts';
import { errors, latency, sampled } from '../watch/metric.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function asked(metrics: MetricConfig[], interval: number): CalibrateRequest {
  return {
    place,
    release: 'shop.test.2',
    metrics,
    analysis: analysisConfig(3 * interval, { interval, blockGiven: false }),
    stable: 'blue',
    versions: { blue: 'v1', green: 'v2' },
    until: Date.now() + MINUTE,
  };
}

function calibrating(world: FakeWorld, request: CalibrateRequest, heartbeatDetails?: unknown) {
  const env = environment({ heartbeatDetails });
  const heartbeats: unknown[] = [];
  env.on('heartbeat', (each: unknown) => heartbeats.push(each));
  const { calibrate } = createCalibrateActivity(contextOf(world));
  return { env, heartbeats, answer: perform(env, calibrate, request) };
}

/** A counter that is sampled every 10 s over these minutes and grows by so much each time. */
function grown(labels: Record<string, string>, from: number, growth: (k: number) => number): Series {
  const end = Math.floor(Date.now() / 10_000) * 10_000;
  let value = 0;
  const samples = Array.from({ length: from / 10_000 + 1 }, (_, k): [number, number] => {
    value += growth(k);
    return [end - from + k * 10_000, value];
  });
  return sampled(labels, ...samples);
}

describe('a source with history', () => {
  test('is read six hours back, by instances where their label tells them apart', async () => {
    const world = fakeWorld();
    world.slots.blue = ['ready', 'ready'];
    world.past = {
      lag: 0,
      series: () => [
        grown({ instance: 'a:1', code: '200' }, 7 * HOUR, () => 50),
        grown({ instance: 'b:1', code: '200' }, 7 * HOUR, () => 50),
        grown({ instance: 'b:1', code: '500' }, 7 * HOUR, (k) => (k % 10 === 0 ? 5 : 0)),
      ],
    };
    const metric = { ...errors, instances: ['pod', 'instance'] };
    const past = await calibrating(world, asked([metric], 10_000)).answer;
    expect(past['errors']).toMatchObject({
      by: 'history',
      seen: 6 * HOUR,
      halving: { label: 'instance', a: ['a:1'], b: ['b:1'] },
    });
    expect(past['errors']?.lacking).toBeUndefined();
    const [sums] = past['errors']?.sums ?? [];
    // One burst of 5 in each 10 intervals, all at one instance.
    expect(sums?.bad).toBe(6 * 36 * 5);
    expect(sums?.halves).toEqual({ a: 0, b: 6 * 36 * 5 });
  });

  test.each([
    [1, ['instance']],
    [3, ['instance']],
    [2, []],
    [2, undefined],
  ])('with %i ready instances and the labels %j tells none apart', async (ready, instances) => {
    const world = fakeWorld();
    world.slots.blue = Array.from({ length: ready }, () => 'ready');
    world.past = {
      lag: 0,
      series: () => ['a:1', 'b:1'].map((instance) => grown({ instance, code: '200' }, HOUR, () => 50)),
    };
    const metric = { ...errors, ...(instances === undefined ? {} : { instances }) };
    const past = await calibrating(world, asked([metric], 10_000)).answer;
    expect(past['errors']?.halving).toBeUndefined();
    expect(past['errors']?.sums[0]?.pools[0]?.halves.pools).toBe(0);
  });

  test('that goes back an hour is used as far as it goes, up to where the slot was idle', async () => {
    const world = fakeWorld();
    const quiet = (k: number): number => (k < 180 ? 5 : k < 360 ? 0 : 50);
    world.past = { lag: 0, series: () => [grown({ code: '200' }, 90 * MINUTE, quiet)] };
    const { errors: past } = await calibrating(world, asked([errors], 10_000)).answer;
    // Of the idle half hour 10 minutes are looked at, and nothing before it.
    expect(past).toMatchObject({ lacking: 'it served nothing before', requests: 181 * 50 });
  });

  test('chooses edges by six hours, and says how long requests take', async () => {
    const world = fakeWorld();
    const bucket = (le: string, each: number): Series => grown({ le }, 7 * HOUR, () => each);
    world.past = {
      lag: 0,
      series: () => [bucket('0.1', 90), bucket('0.5', 98), bucket('2', 100), bucket('+Inf', 100)],
    };
    const { latency: past } = await calibrating(world, asked([latency], 10_000)).answer;
    expect(past).toMatchObject({ edges: [0.1, 0.5], p99: 2000 });
    expect(past?.sums.map(({ bad }) => bad)).toEqual([2160 * 10, 2160 * 2]);
  });

  test('that refuses is said, and is no error', async () => {
    const world = fakeWorld();
    world.past = { lag: 0, series: () => [] };
    world.sourceDown = 'connection refused';
    const { errors: past, latency: other } = await calibrating(world, asked([errors, latency], 10_000))
      .answer;
    // By a history with few bad requests less would be assumed than of what was never seen.
    const unread = { by: 'watched', seen: 0, lacking: expect.stringContaining('connection refused') };
    expect(past).toMatchObject(unread);
    expect(other).toMatchObject(unread);
  });

  test('that cannot answer for half an hour at once is asked for less', async () => {
    const world = fakeWorld();
    const series = [grown({ code: '200' }, HOUR, () => 50)];
    const context = contextOf(world);
    world.past = { lag: 0, series: () => series };
    const whole = contextOf(world).world;
    context.world.metricSource = (query) => {
      const source = whole.metricSource(query);
      return {
        ...source,
        counters: async (asking, slot, range, signal) => {
          if (range.to - range.from > 8 * MINUTE) throw new Error('too many samples');
          return source.counters(asking, slot, range, signal);
        },
      };
    };
    const { calibrate } = createCalibrateActivity(context);
    const { errors: past } = await perform(environment(), calibrate, asked([errors], 10_000));
    expect(past?.requests).toBe(360 * 50);
  });
});

describe('a source without history', () => {
  /** 100 requests a second at each of two instances, of which one in ten fails. */
  function serving(): FakeWorld {
    const world = fakeWorld();
    const began = Date.now() - 1000;
    world.slots.blue = ['ready', 'ready'];
    world.series = () => {
      const now = Date.now();
      return ['a:1', 'b:1'].flatMap((instance) =>
        ['200', '500'].map((code) => {
          const value = Math.round(((now - began) * (code === '500' ? 10 : 90)) / 1000);
          return sampled({ instance, code }, [now, value]);
        }),
      );
    };
    return world;
  }
  const metric = { ...errors, instances: ['instance'] };

  test('is watched until it is told to stop', async () => {
    const { env, answer, heartbeats } = calibrating(serving(), asked([metric], 50));
    await until('an interval is seen', async () => expect(heartbeats.length).toBeGreaterThan(1));
    env.cancel();
    const { errors: past } = await answer;
    expect(past).toMatchObject({ by: 'watched', halving: { a: ['a:1'], b: ['b:1'] } });
    expect(past?.seen).toBeGreaterThanOrEqual(100);
    expect(past?.sums[0]?.bad).toBeGreaterThan(0);
    expect(past?.sums[0]?.pools[0]?.halves.pools).toBeGreaterThan(0);
  });

  test('goes on after its worker died, with what was carried', async () => {
    const first = calibrating(serving(), asked([metric], 50));
    await until('an interval is seen', async () => expect(first.heartbeats.length).toBeGreaterThan(1));
    // A shutdown of the worker carries no request to cancel.
    Object.defineProperty(first.env.context, 'cancellationDetails', { value: undefined });
    first.env.cancel('WORKER_SHUTDOWN', undefined);
    await expect(first.answer).rejects.toThrow('WORKER_SHUTDOWN');
    const details = first.heartbeats.at(-1);
    const again = calibrating(serving(), { ...asked([metric], 50), until: Date.now() }, details);
    const { errors: past } = await again.answer;
    expect(past?.seen).toBeGreaterThanOrEqual(50);
  });

  test('that cannot be read is said', async () => {
    const world = serving();
    world.sourceDown = 'connection refused';
    const { errors: past } = await calibrating(world, { ...asked([metric], 50), until: Date.now() + 60 })
      .answer;
    expect(past).toMatchObject({ seen: 0, lacking: 'connection refused' });
  });
});
