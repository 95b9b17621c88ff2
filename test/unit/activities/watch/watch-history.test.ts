import { describe, expect, test } from 'vitest';
import { unpack, type WatchDetails } from '../../../../activities/watch/carried.ts';
import type { Block } from '../../../../analysis/types.ts';
import { until } from '../../../rigs/until.ts';
import { errors } from './metric.ts';
import { every, remembered } from './past.ts';
import { asked, good, loaded, watching } from './watching.ts';
import { useVirtualTime } from '../virtual-time.ts';

useVirtualTime();

const block = 500;
const analysis = { ...asked().analysis, block };
/** Requests of either slot between two samples. */
const aStep = (good.green[0] * every) / 1000;
/** The first block counts from its first sample on, so it lacks what came before that. */
const first = 4 * aStep;
const whole = 5 * aStep;

const totals = (blocks: readonly Block[]): (number | undefined)[] =>
  blocks.map(({ counts }) => counts['errors']?.candidate?.total);

/** Blocks that follow each other, each as long as every other. */
function expectUnbroken(blocks: readonly Block[]): void {
  for (const [i, { start, seconds }] of blocks.entries()) {
    expect(seconds).toBe(block / 1000);
    expect(start).toBe((blocks[0]?.start ?? 0) + i * block);
  }
}

describe.concurrent('a watch of sources with history', () => {
  test('has blocks of one length with all that was counted in them, however late it looks', async () => {
    const { answer } = watching(
      remembered(() => good),
      asked({ analysis, until: Date.now() + 3200 }),
    );
    const { kind, blocks } = await answer;
    expect(kind).toBe('chunk');
    expect(blocks.length).toBeGreaterThanOrEqual(4);
    expectUnbroken(blocks);
    expect(totals(blocks)).toEqual([first, ...blocks.slice(1).map(() => whole)]);
    expect(blocks[1]?.counts['errors']?.stable).toEqual({ total: whole, bad: [0.01 * whole] });
  });

  test('reads each block when the samples of it are complete, and says until then that it waits for them', async () => {
    const lag = 1500;
    const began = Date.now();
    const world = remembered(() => good, { lag });
    const late: number[] = [];
    const { series } = world.past;
    world.past.series = (slot) => {
      late.push(Date.now());
      return series(slot);
    };
    const { answer, heartbeats } = watching(
      world,
      asked({ analysis, blocksFrom: began, until: began + 4200 }),
    );
    const { blocks } = await answer;
    expect(blocks[0]?.start).toBeGreaterThanOrEqual(began);
    expect(blocks.length).toBeGreaterThanOrEqual(3);
    expect(blocks.at(-1)?.start).toBeLessThanOrEqual(Date.now() - lag - block);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(began + lag);
    expect(
      totals(blocks)
        .slice(1)
        .every((total) => total === whole),
    ).toBe(true);
    expect(heartbeats[0]?.heartbeat.sentence).toMatch(
      /no block has ended yet|what is counted can be read 2 s later/,
    );
  });

  test('reads what was missed block by block, in a repeated attempt', async () => {
    const world = remembered(() => good);
    const request = asked({ analysis, until: Date.now() + 60_000 });
    const { beat, resumed } = await interrupted(world, request);
    const gone = Date.now();
    await until('time to pass with nobody there', () => Date.now() - gone > 2500);
    const { blocks } = await watching(world, { ...request, until: Date.now() + 800 }, beat).answer;
    expect(blocks.length).toBeGreaterThanOrEqual(resumed.length + 5);
    expectUnbroken(blocks);
    expect(totals(blocks)).toEqual([first, ...blocks.slice(1).map(() => whole)]);
  });

  test('fails on what was missed, although all is well again', async () => {
    let sick: [number, number] = [0, 0];
    const bad = { ...good, green: [2000, 0.5] as [number, number] };
    const request = asked({ analysis, until: Date.now() + 60_000 });
    const { beat } = await interrupted(
      remembered(() => good),
      request,
    );
    const gone = Date.now();
    sick = [gone + 500, gone + 1500];
    await until('time to pass with nobody there', () => Date.now() - gone > 2500);
    const world = remembered((at) => (at >= sick[0] && at < sick[1] ? bad : good));
    const { kind, finding, blocks } = await watching(world, request, beat).answer;
    expect({ kind, finding }).toEqual({ kind: 'fail', finding: 'harm' });
    expect(blocks.at(-1)?.start).toBeLessThan(sick[1]);
  });

  test('passes only on the evidence as it stands when all that was missed is read', async () => {
    const request = asked({ analysis, until: Date.now() + 60_000 });
    const { beat } = await interrupted(
      remembered(() => good),
      request,
    );
    const gone = Date.now();
    await until('time to pass with nobody there', () => Date.now() - gone > 2000);
    const bake = { until: 'safe', minRequests: 1, minUntil: 0, maxUntil: gone + 1000 } as const;
    const { kind, blocks } = await watching(
      remembered(() => good),
      { ...request, bake },
      beat,
    ).answer;
    expect(kind).toBe('pass');
    expect((blocks.at(-1)?.start ?? 0) + 2 * block).toBeGreaterThanOrEqual(gone + 2000);
  });

  test('loses nothing of a source that does not answer for a while but went on sampling', async () => {
    const world = remembered(() => good);
    const { env, answer, heartbeats } = watching(world, asked({ analysis, until: Date.now() + 5200 }));
    setTimeout(() => (world.sourceDown = 'connection refused'), 1200);
    const said = /errors cannot be read: connection refused; it is tried again/;
    env.on('heartbeat', ({ heartbeat }: WatchDetails) => {
      if (said.test(heartbeat.sentence)) world.sourceDown = undefined;
    });
    const { blocks } = await answer;
    expectUnbroken(blocks);
    expect(blocks.length).toBeGreaterThanOrEqual(6);
    expect(totals(blocks)).toEqual([first, ...blocks.slice(1).map(() => whole)]);
    expect(heartbeats.some(({ heartbeat }) => said.test(heartbeat.sentence))).toBe(true);
  });

  test('counts nothing of a stretch in which nobody sampled, and all after it', async () => {
    const began = Date.now();
    const world = remembered(() => good, { outages: [[began + 1000, began + 2600]] });
    const { blocks } = await watching(world, asked({ analysis, until: began + 5200 })).answer;
    expectUnbroken(blocks);
    const silent = blocks.filter(({ start }) => start >= began + 1000 && start + block <= began + 2600);
    expect(silent.length).toBeGreaterThanOrEqual(2);
    for (const { counts, problems } of silent) {
      expect(counts['errors']?.candidate).toBeUndefined();
      expect(problems?.map(({ kind, side }) => [kind, side])).toEqual([
        ['stale', 'candidate'],
        ['stale', 'stable'],
      ]);
    }
    const after = blocks.filter(({ start }) => start >= began + 2700);
    expect(after.length).toBeGreaterThanOrEqual(2);
    expect(totals(after)).toEqual(after.map(() => whole));
    const counted = totals(blocks).reduce<number>((sum, total) => sum + (total ?? 0), 0);
    const sampled = blocks.length * whole - (1600 / every) * aStep;
    expect(counted).toBeLessThanOrEqual(sampled);
    expect(counted).toBeGreaterThanOrEqual(sampled - 3 * aStep);
  });

  test('reads six hours again and not more, and answers when it holds enough', async () => {
    const wide = { ...analysis, block: 60_000 };
    const world = remembered(() => good);
    const { state } = await watching(world, asked({ analysis: wide, until: Date.now() + 300 })).answer;
    const openSince = Date.now() - 8 * 3_600_000;
    const request = asked({
      analysis: wide,
      blocksFrom: openSince,
      until: Date.now() + 60_000,
      state: { ...state, openSince, unbrokenSince: openSince },
    });
    const { kind, blocks, state: next } = await watching(world, request).answer;
    expect({ kind, blocks: blocks.length }).toEqual({ kind: 'chunk', blocks: 300 });
    expect(Math.round(blocks[0]?.seconds ?? 0)).toBe(2 * 3600);
    expect(blocks[0]).toMatchObject({ counts: {}, problems: [{ kind: 'error' }] });
    expect(blocks[0]?.problems?.[0]?.message).toBe(
      'nobody read it for 8 hours, of which only the last 6 hours are read again',
    );
    expect(blocks[1]?.seconds).toBe(60);
    expect(next.openSince).toBe((blocks[1]?.start ?? 0) + 299 * 60_000);
  });

  test('keeps one block for what was missed where another source has no history', async () => {
    const own = { ...errors, name: 'own', source: { ...errors.source, url: 'http://past' } };
    const world = loaded(good);
    const { past } = remembered(() => good);
    world.past = { ...past, of: (query) => query.kind === 'scrape' && query.url === 'http://past' };
    const request = asked({
      analysis,
      metrics: [{ ...errors, weight: 0.5 }, own],
      until: Date.now() + 60_000,
    });
    const { beat, resumed } = await interrupted(world, request);
    const gone = Date.now();
    await until('time to pass with nobody there', () => Date.now() - gone > 2000);
    const { blocks } = await watching(world, { ...request, until: Date.now() + 300 }, beat).answer;
    const gap = blocks[resumed.length];
    const seconds = gap?.seconds ?? 0;
    expect(seconds).toBeGreaterThan(1.9);
    for (const name of ['errors', 'own']) {
      const total = gap?.counts[name]?.candidate?.total ?? 0;
      expect(Math.abs(total - good.green[0] * seconds)).toBeLessThanOrEqual(2 * aStep);
    }
  });

  test('goes on where a watch ended that was told to stop, unless the weight has changed since', async () => {
    const world = remembered(() => good);
    const request = asked({ analysis, until: Date.now() + 60_000 });
    const { env, answer } = watching(world, request);
    setTimeout(() => env.cancel(), 1800);
    const { blocks: before, state } = await answer;
    const stopped = Date.now();
    await until('time to pass with no watch', () => Date.now() - stopped > 700);
    const next = { ...request, state, until: Date.now() + 800 };
    const { blocks: after } = await watching(world, next).answer;
    const last = before.at(-1);
    expect(after[0]?.start).toBe(state.openSince);
    expect(last).toBeDefined();
    expect(state.openSince).toBe((last?.start ?? 0) + (last?.seconds ?? 0) * 1000);
    const counted = totals([...before, ...after]).reduce<number>((sum, total) => sum + (total ?? 0), 0);
    const seconds = [...before, ...after].reduce((sum, each) => sum + each.seconds, 0);
    expect(Math.abs(counted - good.green[0] * seconds)).toBeLessThanOrEqual(2 * aStep);
    const changed = { ...next, stage: '2', blocksFrom: Date.now(), until: Date.now() + 1300 };
    const { blocks: other } = await watching(world, changed).answer;
    expect(other[0]?.start).toBeGreaterThanOrEqual(changed.blocksFrom);
  });

  test('drops the rest of a block in which no sample came, and counts one in which some did', async () => {
    const long = { ...analysis, block: 60_000 };
    const ending = async (world: ReturnType<typeof remembered>) => {
      const request = asked({ analysis: long, until: Date.now() + 60_000 });
      const { env, answer } = watching(world, request);
      setTimeout(() => env.cancel(), 1300);
      return (await answer).blocks;
    };
    const now = Date.now();
    const [none, some] = await Promise.all([
      ending(remembered(() => good, { outages: [[now - 10_000, now + 60_000]] })),
      ending(remembered(() => good)),
    ]);
    expect(none).toEqual([]);
    expect(some).toMatchObject([{ partial: true }]);
    expect(totals(some)[0]).toBeGreaterThanOrEqual(10 * aStep);
  });
});

/** Watches until two blocks are closed, then ends; answers what the next attempt is given. */
async function interrupted(
  world: ReturnType<typeof loaded>,
  request: ReturnType<typeof asked>,
): Promise<{ beat: WatchDetails; resumed: Block[] }> {
  const { env, answer } = watching(world, request);
  const beat = await new Promise<WatchDetails>((resolve) => {
    env.on('heartbeat', (each: WatchDetails) => {
      if ((unpack(each)?.blocks.length ?? 0) >= 2) resolve(each);
    });
  });
  env.cancel();
  await answer;
  return { beat, resumed: unpack(beat)?.blocks ?? [] };
}
