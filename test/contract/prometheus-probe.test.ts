import { pino } from 'pino';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { groupSeries } from '../../activities/watch/series.ts';
import type { PrometheusQuery } from '../../config/sources/prometheus.ts';
import { createMetricSource } from '../../providers/metrics/index.ts';
import type { Series, TimeRange } from '../../providers/metrics/metric-source.ts';
import { startExporter, type Exporter } from '../rigs/exporter.ts';
import { startPrometheus, type PrometheusRig } from '../rigs/prometheus.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';

// Where queries of rates and ratios mislead, and what raw samples say there. Each test shows both.
describeWith('prometheus', () => {
  let prometheus: PrometheusRig;
  let mortal: Exporter;
  let lines = (_scrape: number): string[] => [];

  beforeAll(async () => {
    const steady = await startExporter((scrape) => [...steadyLines(scrape), ...lines(scrape), ''].join('\n'));
    mortal = await startExporter((scrape) => `mortal_total ${10 * scrape}\n`);
    prometheus = await startPrometheus([steady.target, mortal.target]).catch(async (error: unknown) => {
      await Promise.all([steady.stop(), mortal.stop()]);
      throw error;
    });
    const stop = async (): Promise<void> => {
      await Promise.all([prometheus.stop(), steady.stop(), mortal.stop()]);
    };
    await scraped(4).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return stop;
  });

  const query = (selector: string): PrometheusQuery => ({
    kind: 'prometheus',
    url: prometheus.url,
    series: selector,
    selectors: { blue: selector, green: selector },
    labels: { blue: {}, green: {} },
    interval: 1000,
    access: {},
  });
  const read = async (selector: string, range?: Partial<TimeRange>): Promise<Series[]> => {
    const to = range?.to ?? Date.now();
    const source = createMetricSource(query(selector), silent);
    const { series } = await source.counters(
      query(selector),
      'blue',
      { from: range?.from ?? to - 3000, to },
      signal,
    );
    return series;
  };
  const one = async (selector: string, range?: Partial<TimeRange>): Promise<Series['samples']> => {
    const [series, ...others] = await read(selector, range);
    if (series === undefined || others.length > 0)
      throw new Error(`There are ${others.length + 1} or no series.`);
    return series.samples;
  };
  /** Waits until so many more scrapes can be read. */
  const scraped = async (more: number): Promise<void> => {
    const seen = async (): Promise<number> => (await one('scrapes_total').catch(() => [])).at(-1)?.value ?? 0;
    const before = await seen();
    await until(`${more} scrapes`, async () => (await seen()) >= before + more);
  };

  test('an unknown metric has no series, and that is not an error', async () => {
    expect(await prometheus.query('sum(rate(naps_total[30s]))')).toEqual([]);
    expect(await read('naps_total')).toEqual([]);
  });

  test('before the first failure all requests are counted and 0 of them bad, where the ratio has no data', async () => {
    const ratio = 'sum(rate(good_total{code=~"5.."}[30s])) / sum(rate(good_total[30s]))';
    expect(await prometheus.query(ratio)).toEqual([]);
    const bad = { kind: 'labels', labels: { code: '5..' } } as const;
    const counted = groupSeries({ source: query('good_total'), bad }, 'blue', await read('good_total'));
    expect(Object.values(counted?.total ?? {})).toEqual([expect.any(Number)]);
    expect(counted?.parts).toEqual([{}]);
  });

  test('counters that stand still count 0, where the ratio of their rates is NaN', async () => {
    expect(await prometheus.query('rate(idle_total[30s]) / rate(idle_total[30s])')).toMatchObject([
      { value: [expect.any(Number), 'NaN'] },
    ]);
    const values = (await one('idle_total')).map(({ value }) => value);
    expect(new Set(values)).toEqual(new Set([5]));
  });

  test('requests above the largest edge are counted as slower, where the quantile stops at the edge', async () => {
    expect(await prometheus.query('histogram_quantile(0.99, rate(slow_seconds_bucket[30s]))')).toMatchObject([
      { value: [expect.any(Number), '0.1'] },
    ]);
    const bad = { kind: 'slower' as const, edges: [0.1] };
    const source = query('slow_seconds_bucket');
    const counted = groupSeries({ source, bad, edges: [0.1] }, 'blue', await read('slow_seconds_bucket'));
    const [total = NaN] = Object.values(counted?.total ?? {});
    expect(Object.values(counted?.parts[0] ?? {})).toEqual([total / 2]);
  });

  test('a moment has its sample, where the rate over one interval has none', async () => {
    expect(await prometheus.query('rate(scrapes_total[900ms])')).toEqual([]);
    const to = Date.now();
    const samples = await one('scrapes_total', { from: to, to });
    expect(samples).toHaveLength(1);
    expect(samples[0]?.at).toBeGreaterThan(to - 5000);
  });

  test('a stretch has every sample, from the last one before it on', async () => {
    const [from, to] = [Date.now() - 2500, Date.now() - 500];
    const samples = await one('scrapes_total', { from, to });
    const [first, second] = samples;
    expect(first?.at).toBeLessThanOrEqual(from);
    expect(second?.at).toBeGreaterThan(from);
    const [{ values }] = rawSchema.parse(await prometheus.query('scrapes_total[1m]'));
    const inside = values.filter(([seconds]) => seconds * 1000 >= (first?.at ?? 0) && seconds * 1000 <= to);
    expect(samples.map(({ value }) => String(value))).toEqual(inside.map(([, value]) => value));
  });

  test('four hours of samples are one answer, where a range query has a limit of 11,000 points', async () => {
    const to = Date.now();
    const hours = new URLSearchParams({
      query: 'scrapes_total',
      start: String(to / 1000 - 4 * 3600),
      end: String(to / 1000),
      step: '1s',
    });
    expect((await fetch(`${prometheus.url}/api/v1/query_range?${hours.toString()}`)).status).toBe(400);
    expect((await one('scrapes_total', { from: to - 4 * 3_600_000, to })).length).toBeGreaterThan(3);
  });

  test('a counter that begins again and a series that is new are seen as what they are', async () => {
    lines = () => ['restarted_total 100'];
    await until('it to be scraped', async () => (await read('restarted_total')).length > 0);
    const from = Date.now();
    lines = () => ['restarted_total 3', 'late_total 7'];
    await until('both to be scraped', async () => (await read('late_total', { from })).length > 0);
    const restarted = (await one('restarted_total', { from })).map(({ value }) => value);
    expect([restarted[0], restarted.at(-1)]).toEqual([100, 3]);
    const [late] = await one('late_total', { from });
    expect(late?.at).toBeGreaterThan(from);
  });

  test('a series that is no longer exported ends, and has no samples some scrapes later', async () => {
    lines = () => ['passing_total 3'];
    await until('it to be scraped', async () => (await read('passing_total')).length > 0);
    lines = () => [];
    const gone = Date.now();
    await scraped(2);
    const from = gone - 2000;
    const newest = (await one('scrapes_total', { from })).at(-1)?.at ?? 0;
    expect((await one('passing_total', { from })).at(-1)?.at).toBeLessThan(newest);
    await until(
      'it to be gone',
      async () => (await read('passing_total', { from: Date.now() })).length === 0,
    );
  });

  test('a target that died shows by the age of its newest sample, where its rate goes on', async () => {
    const alive = (await one('mortal_total')).at(-1)?.at ?? 0;
    mortal.answer(false);
    const died = Date.now();
    await until('it to be down', async () => (await prometheus.query('up == 0')).length === 1);
    await scraped(2);
    expect(await prometheus.query('mortal_total')).toEqual([]);
    expect(await prometheus.query('rate(mortal_total[30s]) > 0')).toHaveLength(1);
    const newest = (await one('mortal_total')).at(-1)?.at ?? 0;
    expect(newest).toBeGreaterThanOrEqual(alive);
    expect(newest).toBeLessThan(died + 1000);
    expect((await one('scrapes_total')).at(-1)?.at).toBeGreaterThan(newest);
  });

  test('a query that cannot be read is refused with its place', async () => {
    await expect(read('requests_total{slot=}')).rejects.toThrow(
      /^Prometheus at \S+ cannot read the query, which stays so .*parse error.*\. The query is requests_total\{slot=\}\[8000ms\]$/,
    );
  });
});

const rawSchema = z.tuple([z.object({ values: z.array(z.tuple([z.number(), z.string()])) })]);
const signal = new AbortController().signal;
const silent = { dataFolder: '', environment: {}, log: pino({ level: 'silent' }) };

/** What is there all the time. */
function steadyLines(scrape: number): string[] {
  return [
    `scrapes_total ${scrape}`,
    `good_total{code="200"} ${3 * scrape}`,
    'idle_total 5',
    `slow_seconds_bucket{le="0.1"} ${scrape}`,
    `slow_seconds_bucket{le="+Inf"} ${2 * scrape}`,
  ];
}
