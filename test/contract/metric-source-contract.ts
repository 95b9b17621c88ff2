import { beforeAll, describe, expect, test } from 'vitest';
import type { Slot } from '../../config/plan.ts';
import type { SourceQuery } from '../../config/sources/index.ts';
import type { CounterAnswer, MetricSource } from '../../providers/metrics/metric-source.ts';
import { until } from '../rigs/until.ts';

/** A metric source with the real program behind it, and a way to make it count. */
export interface MetricSourceRig {
  source: MetricSource;
  /** A query of a counter, and one of a histogram with the edge 5 among its edges. */
  counter: SourceQuery;
  histogram: SourceQuery;
  /** A query of something that is not there. */
  unknown: SourceQuery;
  /** Makes the program count so many requests of the slot. */
  count(slot: Slot, requests: number): Promise<void>;
  /** Ends the program, and starts it again with its counters at 0. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const signal = new AbortController().signal;

/** What every metric source has to do. */
export function metricSourceContract(name: string, makeRig: () => Promise<MetricSourceRig>): void {
  describe(`metric source ${name}`, () => {
    let rig: MetricSourceRig;
    let moment = Date.now();
    beforeAll(async () => {
      rig = await makeRig();
      return () => rig.stop();
    });

    const ask = (query: SourceQuery, slot: Slot, to = (moment += 1)) =>
      rig.source.counters(query, slot, { from: to - 1000, to }, signal);

    test('answers with cumulative counts, each slot its own', async () => {
      const before = {
        blue: total(await ask(rig.counter, 'blue')),
        green: total(await ask(rig.counter, 'green')),
      };
      await rig.count('blue', 7);
      await rig.count('green', 3);
      await until('all to be counted', async () => {
        const [blue, green] = [await ask(rig.counter, 'blue'), await ask(rig.counter, 'green')];
        return total(blue) - before.blue === 7 && total(green) - before.green === 3;
      });
    });

    test('answers with the buckets of a histogram, cumulative over their edges', async () => {
      await rig.count('blue', 5);
      const { series } = await until('the buckets to be there', async () => {
        const answer = await ask(rig.histogram, 'blue');
        return answer.series.length > 0 && answer;
      });
      expect(series.map(({ labels }) => labels['le'])).toEqual(expect.arrayContaining(['5', '+Inf']));
      const ofOne = series.filter(
        ({ labels }) => withoutEdge(labels) === withoutEdge(series[0]?.labels ?? {}),
      );
      const counts = ofOne
        .toSorted((a, b) => edge(a.labels) - edge(b.labels))
        .map(({ samples }) => samples.at(-1)?.value ?? NaN);
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    });

    test('says when the counting process started, and each sample when it was taken', async () => {
      const answer = await ask(rig.counter, 'blue');
      expect(answer.processStartedAt).toBeLessThanOrEqual(Date.now());
      expect(answer.processStartedAt).toBeGreaterThan(Date.now() - 600_000);
      for (const { samples } of answer.series) {
        expect(samples.length).toBeGreaterThan(0);
        for (const { at } of samples) expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
      }
    });

    test('has no series for what is not there', async () => {
      expect((await ask(rig.unknown, 'blue')).series).toEqual([]);
    });

    test('answers all questions about one moment from one state, where it has no history', async () => {
      if (rig.source.history) return;
      const first = await ask(rig.counter, 'blue', 1000);
      await rig.count('blue', 2);
      await until(
        'them to be counted',
        async () => total(await ask(rig.counter, 'blue')) === total(first) + 2,
      );
      expect(await ask(rig.counter, 'blue', 1000)).toEqual(first);
    });

    test('says what is wrong when the program is down, and counts from a new start after it', async () => {
      const before = await ask(rig.counter, 'blue');
      await rig.source.health(signal);
      await rig.pause();
      await expect(rig.source.health(signal)).rejects.toThrow(/failed: .*\?$/);
      await expect(ask(rig.counter, 'blue', 5000)).rejects.toThrow(/failed: .*\?$/);
      await rig.resume();
      await rig.count('blue', 1);
      const after = await until('the count to be there', async () => {
        // The same moment again: a failed read is not remembered.
        const answer = await ask(rig.counter, 'blue', 5000).catch(() => undefined);
        return answer && answer.series.length > 0 ? answer : ask(rig.counter, 'blue').then(() => undefined);
      });
      expect(after.processStartedAt ?? 0).toBeGreaterThan(before.processStartedAt ?? 0);
      expect(total(after)).toBeLessThan(total(before));
    });

    test('gives back the reason of an aborted signal', async () => {
      const aborted = AbortSignal.abort(new Error('the watch was called off'));
      const range = { from: 0, to: Date.now() };
      await expect(rig.source.counters(rig.counter, 'blue', range, aborted)).rejects.toThrow(
        'the watch was called off',
      );
      await expect(rig.source.health(aborted)).rejects.toThrow('the watch was called off');
    });
  });
}

function total({ series }: CounterAnswer): number {
  return series.reduce((sum, { samples }) => sum + (samples.at(-1)?.value ?? 0), 0);
}

function edge(labels: Record<string, string>): number {
  return labels['le'] === '+Inf' ? Infinity : Number(labels['le']);
}

function withoutEdge({ le: _, ...labels }: Record<string, string>): string {
  return JSON.stringify(labels);
}
