import { beforeAll, describe, expect, test } from 'vitest';
import type { Slot } from '../../config/plan.ts';
import type { Fence, RequestSample, Router, Split } from '../../providers/routers/router.ts';
import type { Backend } from '../rigs/backend.ts';
import { sendInTurn, startLoad } from '../rigs/load.ts';
import { until } from '../rigs/until.ts';

/** A router with the real program behind it, and one backend a slot, named by its slot. */
export interface RouterRig {
  lane: string;
  router: Router;
  backends: Record<Slot, Backend>;
  /** URL at which users' requests come in. */
  entry: string;
  /** Whether requests go round the slots in turn, or each one is drawn. */
  spread: 'in turn' | 'drawn';
  /** Puts an object of somebody else where the lane's object belongs: with another lane's mark, or with none. */
  putForeign(owner: 'other lane' | 'nobody'): Promise<void>;
  /** Takes the lane's object away, whatever it is, and waits until nothing is routed: it would look like a later one. */
  clear(): Promise<void>;
  /** Whether a split moves traffic already, where a reading says only what is stored. */
  moves?(split: Split | null): Promise<boolean>;
  /** Ends the router's program, and starts it again. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const signal = new AbortController().signal;

/** What a router can do and others cannot: so much is asked of it. */
interface Traits {
  stamps: boolean;
  /** Smallest step of weight, in basis points. */
  granularity: number;
}

/** What every router has to do, held against the real program. */
export function routerContract(
  name: string,
  makeRig: () => Promise<RouterRig>,
  { stamps, granularity }: Traits = { stamps: true, granularity: 1 },
): void {
  describe(`router ${name}`, () => {
    let rig: RouterRig;
    let act = 0;
    beforeAll(async () => {
      rig = await makeRig();
      return () => rig.stop();
    });

    const fence = (number: number): Fence => ({ lane: rig.lane, release: 1, act: number });
    const targets = (): Record<Slot, string[]> => ({
      blue: [rig.backends.blue.url],
      green: [rig.backends.green.url],
    });
    const write = (split: Split | null, number = (act += 1)) =>
      rig.router.write(
        { split, targets: split ? targets() : { blue: [], green: [] } },
        fence(number),
        signal,
      );
    const inEffect = (split: Split | null) =>
      until(`the split ${JSON.stringify(split)} to be in effect`, async () => {
        const reading = await rig.router.read(signal);
        const stored = reading.inEffect && JSON.stringify(reading.split) === JSON.stringify(split);
        return stored && ((await rig.moves?.(split)) ?? true);
      });
    /** What was counted up to now, as soon as the router tells it. */
    const counts = async (): Promise<RequestSample | undefined> => {
      const now = Date.now();
      if (!rig.router.capabilities.observes) return undefined;
      return until('the requests up to now', async () => {
        const sample = await rig.router.requests(signal);
        return sample !== undefined && sample.at >= now ? sample : undefined;
      });
    };

    test('says what it can do', () => {
      expect(rig.router.capabilities).toMatchObject({ stamps, granularity });
    });

    test('finds nothing where nothing was written, and that is in effect', async () => {
      await rig.clear();
      const reading = await rig.router.read(signal);
      expect(reading.inEffect).toBe(true);
      expect(reading).toMatchObject({ split: null, stamp: null, foreign: false });
    });

    test.each([
      { blue: 10_000, green: 0 },
      { blue: 10_000 - granularity, green: granularity },
      { blue: 5000, green: 5000 },
      { blue: 0, green: 10_000 },
    ])('holds blue $blue, green $green as written, in effect and in the counts', async (split) => {
      expect(await write(split)).toEqual({ kind: 'written' });
      await inEffect(split);
      const reading = await rig.router.read(signal);
      expect(reading).toMatchObject({
        split,
        stamp: stamps ? fence(act) : null,
        foreign: false,
        targets: targets(),
      });

      const before = { blue: rig.backends.blue.requests(), green: rig.backends.green.requests() };
      const counted = await counts();
      await sendInTurn(rig.entry, 200);
      const served = {
        blue: rig.backends.blue.requests() - before.blue,
        green: rig.backends.green.requests() - before.green,
      };
      expect(served.blue + served.green).toBe(200);
      const share = split.green / 10_000;
      const off = rig.spread === 'in turn' ? 1 : 2 + 5 * Math.sqrt(200 * share * (1 - share));
      // One cycle of round robin may begin anywhere, so a share is exact to about one request; one that is drawn
      // is within 5 standard deviations and 2 rare ones. All and nothing are exact.
      expect(Math.abs(served.green - 200 * share)).toBeLessThanOrEqual(share % 1 === 0 ? 0 : off);
      if (counted === undefined) return;
      await until('the router to have counted them', async () => {
        const now = await rig.router.requests(signal);
        return (['blue', 'green'] as const).every(
          (slot) => total(now, slot) - total(counted, slot) === served[slot],
        );
      });
    });

    test('does a repeated write once', async () => {
      await write({ blue: 9000, green: 1000 });
      await inEffect({ blue: 9000, green: 1000 });
      const { digest } = await rig.router.read(signal);
      expect(await write({ blue: 9000, green: 1000 }, act)).toEqual({ kind: 'already' });
      expect((await rig.router.read(signal)).digest).toBe(digest);
    });

    test('changes its digest with the content only', async () => {
      const before = await rig.router.read(signal);
      await write({ blue: 8000, green: 2000 });
      const after = await rig.router.read(signal);
      expect(after.digest).not.toBe(before.digest);
      expect((await rig.router.read(signal)).digest).toBe(after.digest);
    });

    test.runIf(stamps)('refuses a write whose fence is lower than the one in place', async () => {
      await write({ blue: 10_000, green: 0 });
      expect(await write({ blue: 0, green: 10_000 }, act - 1)).toEqual({ kind: 'fenced', by: fence(act) });
      expect((await rig.router.read(signal)).split).toEqual({ blue: 10_000, green: 0 });
    });

    test.runIf(stamps)('takes acts by release before number', async () => {
      const later = { lane: rig.lane, release: 2, act: 1 };
      const wanted = { split: { blue: 10_000, green: 0 }, targets: targets() };
      expect(await rig.router.write(wanted, later, signal)).toEqual({ kind: 'written' });
      expect(await rig.router.write(wanted, fence(act + 100), signal)).toEqual({ kind: 'fenced', by: later });
      await rig.clear();
    });

    test.each([
      [{ blue: 0, green: 0 }, /sum to 10,000/],
      [{ blue: 5000, green: 4000 }, /sum to 10,000/],
      [{ blue: 10_001, green: -1 }, /whole basis points/],
      [{ blue: 9999.5, green: 0.5 }, /whole basis points/],
    ])('refuses the split %j', async (split, message) => {
      await write({ blue: 10_000, green: 0 });
      await expect(write(split, act + 1)).rejects.toThrow(message);
      expect((await rig.router.read(signal)).split).toEqual({ blue: 10_000, green: 0 });
    });

    test('refuses weight on a slot without targets, and takes weight 0 on it', async () => {
      const none = { blue: [rig.backends.blue.url], green: [] };
      const some = { split: { blue: 10_000 - granularity, green: granularity }, targets: none };
      await expect(rig.router.write(some, fence(act + 1), signal)).rejects.toThrow(/green has no targets/);
      const full = { split: { blue: 10_000, green: 0 }, targets: none };
      expect(await rig.router.write(full, fence((act += 1)), signal)).toEqual({ kind: 'written' });
      await inEffect(full.split);
    });

    test('tells what is not ours as foreign, and does not write over another lane', async () => {
      await rig.putForeign('nobody');
      expect(await rig.router.read(signal)).toMatchObject({ foreign: true, stamp: null });
      await rig.putForeign('other lane');
      expect(await rig.router.read(signal)).toMatchObject({ foreign: true, stamp: null });
      await expect(write({ blue: 10_000, green: 0 })).rejects.toThrow(/belongs to lane/);
      await rig.clear();
    });

    test('refuses the fence of another lane', async () => {
      const other = { lane: 'other.production', release: 1, act: 1 };
      await expect(
        rig.router.write({ split: null, targets: { blue: [], green: [] } }, other, signal),
      ).rejects.toThrow(/other\.production/);
    });

    test('drops no request in 30 changes under load', async () => {
      await write({ blue: 10_000, green: 0 });
      await inEffect({ blue: 10_000, green: 0 });
      const load = startLoad(rig.entry, 200);
      for (let change = 0; change < 30; change += 1) {
        const any = (change * 1777) % 10_001;
        const green = any - (any % granularity);
        await write({ blue: 10_000 - green, green });
        await inEffect({ blue: 10_000 - green, green });
      }
      const { dropped, sent, answered } = await load.stop();
      expect(dropped).toEqual([]);
      expect((answered['blue'] ?? 0) + (answered['green'] ?? 0)).toBe(sent);
    });

    test('says that the program is down instead of answering, and reads again once it is up', async () => {
      await write({ blue: 10_000, green: 0 });
      await rig.pause();
      await expect(rig.router.read(signal)).rejects.toThrow(/ failed: .*\?$/);
      await rig.resume();
      await inEffect({ blue: 10_000, green: 0 });
    });

    test('gives back the reason of an aborted signal', async () => {
      const aborted = AbortSignal.abort(new Error('the act was called off'));
      await expect(rig.router.read(aborted)).rejects.toThrow('the act was called off');
      const wanted = { split: { blue: 0, green: 10_000 }, targets: targets() };
      await expect(rig.router.write(wanted, fence(act + 1), aborted)).rejects.toThrow(
        'the act was called off',
      );
    });

    test('takes the object away, and where it can be stamped still refuses a late writer', async () => {
      await write({ blue: 10_000, green: 0 });
      await inEffect({ blue: 10_000, green: 0 });
      expect(await write(null)).toEqual({ kind: 'written' });
      await inEffect(null);
      const late = stamps ? await write({ blue: 10_000, green: 0 }, act - 1) : undefined;
      expect(late).toEqual(stamps ? { kind: 'fenced', by: fence(act) } : undefined);
      expect(await write(null, act)).toEqual({ kind: 'already' });
    });
  });
}

function total(sample: Awaited<ReturnType<Router['requests']>>, slot: Slot): number {
  return Object.values(sample?.series[slot] ?? {}).reduce((sum, value) => sum + value, 0);
}
