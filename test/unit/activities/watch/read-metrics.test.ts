import { expect, test } from 'vitest';
import { createReader } from '../../../../activities/watch/read-metrics.ts';
import type { MetricConfig, Slot } from '../../../../config/plan.ts';
import type { MetricSource, TimeRange } from '../../../../providers/metrics/metric-source.ts';
import { contextOf, fakeWorld } from '../world.ts';
import { errors, sampled } from './metric.ts';

interface Question {
  slot: Slot;
  labels: Record<string, string>;
  range: TimeRange;
}

const labels = { blue: { build: 'shop-{{version}}' }, green: { build: 'shop-{{version}}' } };
const asked = { slots: ['green', 'blue'] as const, range: { from: 1000, to: 2000 }, now: 9000 };

/** A metric of a source that notes what it is asked. */
function metric(name: string, source: Pick<MetricSource, 'history' | 'lag'>) {
  const questions: Question[] = [];
  const config: MetricConfig = {
    ...errors,
    name,
    source: { kind: 'scrape', url: name, series: name, labels },
  };
  const made: MetricSource = {
    ...source,
    counters: async (query, slot, range) => {
      questions.push({ slot, labels: query.labels[slot], range });
      return Promise.resolve({ series: [sampled({}, [1500, 7])] });
    },
    health: async () => undefined,
  };
  return { config, made, questions };
}

function readerOf(metrics: ReturnType<typeof metric>[], versions: Partial<Record<Slot, string>>) {
  const sources = new Map(metrics.map(({ config, made }) => [config.name, made]));
  const { world } = contextOf(fakeWorld());
  return createReader(
    { metrics: metrics.map(({ config }) => config), versions },
    {
      ...world,
      metricSource: (query) => {
        const source = query.kind === 'scrape' ? sources.get(query.url) : undefined;
        if (source === undefined) throw new Error('no such source');
        return source;
      },
    },
  );
}

test('each slot is asked for the version that runs in it; without one it has no series', async () => {
  const each = metric('errors', { history: true, lag: 0 });
  const both = readerOf([each], { blue: 'v1', green: 'v2' });
  await both.read({ ...asked, metrics: [each.config] }, new AbortController().signal);
  expect(each.questions.map(({ slot, labels: { build } }) => [slot, build])).toEqual([
    ['green', 'shop-v2'],
    ['blue', 'shop-v1'],
  ]);
  const one = readerOf([each], { green: 'v2' });
  const answers = await one.read({ ...asked, metrics: [each.config] }, new AbortController().signal);
  expect(answers.get('errors')).toMatchObject({ at: 1500, history: true, series: { blue: [] } });
  expect(each.questions).toHaveLength(3);
});

test('a source with history is read up to the moment, another as it is now; the latest source sets the lag', async () => {
  const past = metric('past', { history: true, lag: 15_000 });
  const present = metric('present', { history: false, lag: 0 });
  const versions = { blue: 'v1', green: 'v2' };
  const reader = readerOf([present, past], versions);
  expect(reader).toMatchObject({ history: false, lag: 15_000 });
  expect(readerOf([past], versions).history).toBe(true);
  expect(readerOf([], versions)).toMatchObject({ history: false, lag: 0 });
  const metrics = [past.config, present.config];
  const answers = await reader.read({ ...asked, metrics }, new AbortController().signal);
  expect(past.questions[0]?.range).toEqual({ from: 1000, to: 2000 });
  expect(present.questions[0]?.range).toEqual({ from: 1000, to: 9000 });
  expect(answers.get('past')).toHaveProperty('history', true);
  expect(answers.get('present')).not.toHaveProperty('history');
});
