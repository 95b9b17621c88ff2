import { beforeAll, describe, expect, test } from 'vitest';
import type { Slot } from '../../config/plan.ts';
import type { SourceQuery } from '../../config/sources/index.ts';
import type { CounterAnswer, MetricSource } from '../../providers/metrics/metric-source.ts';
import { until } from '../rigs/until.ts';

/** A metric source with the real program behind it, and a way to make it count. */
export interface MetricSourceRig {
  source: MetricSource;
  /** A query of a counter, and one of a histogram with the edge 5 among its edges, where the program can keep one. */
  counter: SourceQuery;
  histogram?: SourceQuery;
  /** A query of something that is not there. */
  unknown: SourceQuery;
  /** A time before all that is counted. A source with history is always asked from there. */
  since: number;
  /** The answer says when the process that counts was started. */
  tellsStart: boolean;
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
    let moment = 0;
    beforeAll(async () => {
      rig = await makeRig();
      return () => rig.stop();
    });

    // Each question is of a moment of its own: one that was asked before may be answered from the same read.
    const ask = (query: SourceQuery, slot: Slot, to = (moment = Math.max(moment + 1, Date.now()))) =>
      rig.source.counters(query, slot, { from: rig.source.history ? rig.since : to - 1000, to }, signal);

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

    test('answers with the buckets of a histogram, cumulative over their edges', async ({ skip }) => {
      const { histogram } = rig;
      if (histogram === undefined) return skip('this program keeps no times');
      await rig.count('blue', 5);
      const { series } = await until('the buckets to be there', async () => {
        const answer = await ask(histogram, 'blue');
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

    test('says of each sample when it was taken', async () => {
      for (const { samples } of (await ask(rig.counter, 'blue')).series) {
        expect(samples.length).toBeGreaterThan(0);
        for (const { at } of samples) {
          expect(at).toBeGreaterThanOrEqual(rig.since - 60_000);
          expect(at).toBeLessThanOrEqual(Date.now());
        }
      }
    });

    test('says when the counting process started, where the source tells', async ({ skip }) => {
      if (!rig.tellsStart) return skip('this source does not');
      const { processStartedAt } = await ask(rig.counter, 'blue');
      expect(processStartedAt).toBeLessThanOrEqual(Date.now());
      expect(processStartedAt).toBeGreaterThan(Date.now() - 600_000);
    });

    test('answers about a stretch that is over in the same way again, where it has history', async ({
      skip,
    }) => {
      if (!rig.source.history) return skip('this source has none');
      const to = Date.now() - rig.source.lag;
      const first = await ask(rig.counter, 'blue', to);
      expect(first.series.length).toBeGreaterThan(0);
      for (const { samples } of first.series) {
        expect(samples.map(({ at }) => at)).toEqual(samples.map(({ at }) => at).toSorted((a, b) => a - b));
        expect(samples.at(-1)?.at).toBeLessThanOrEqual(to);
      }
      expect(await ask(rig.counter, 'blue', to)).toEqual(first);
    });

    test('has no series for what is not there', async () => {
      expect((await ask(rig.unknown, 'blue')).series).toEqual([]);
    });

    test('answers all questions about one moment from one state, where it has no history', async ({
      skip,
    }) => {
      if (rig.source.history) return skip('this source has history');
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
      // Without history: a moment that nobody has asked about, and the same again.
      const oneMoment = (): number => (rig.source.history ? Date.now() : 5000);
      await rig.source.health(signal);
      await rig.pause();
      await expect(rig.source.health(signal)).rejects.toThrow(/failed: .*\?$/);
      await expect(ask(rig.counter, 'blue', oneMoment())).rejects.toThrow(/failed: .*\?$/);
      await rig.resume();
      await rig.count('blue', 1);
      const after = await until('the count to be there', async () => {
        // The same moment again: a failed read is not remembered.
        const answer = await ask(rig.counter, 'blue', oneMoment()).catch(() => undefined);
        return answer && answer.series.length > 0 ? answer : ask(rig.counter, 'blue').then(() => undefined);
      });
      const startedAt = rig.tellsStart ? (after.processStartedAt ?? 0) : Infinity;
      expect(startedAt).toBeGreaterThan(before.processStartedAt ?? 0);
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
