import { describe, expect, test } from 'vitest';
import { loaded, asked, watching, good } from './watching.ts';
import { useVirtualTime } from '../virtual-time.ts';

useVirtualTime();

describe.concurrent('a watch', () => {
  test('passes a bake of a fixed time, whose last block ends before that time', async () => {
    const now = Date.now();
    const times = { minUntil: now + 3500, maxUntil: now + 3500 };
    const request = asked({
      blocksFrom: now + 1200,
      until: now + 10_000,
      bake: { until: 'elapsed', minRequests: 0, ...times },
    });
    const { kind, message } = await watching(loaded(good), request).answer;
    expect({ kind, message }).toEqual({ kind: 'pass', message: expect.stringContaining('the time is over') });
    expect(Date.now()).toBeGreaterThanOrEqual(times.minUntil);
  });

  test('closes its blocks on time and ends the chunk with what it carries', async () => {
    const request = asked();
    const { answer, heartbeats } = watching(loaded(good), request);
    const { kind, blocks, state, evidence, raiseAllowed, overBound } = await answer;
    expect({ kind, raiseAllowed, overBound }).toEqual({
      kind: 'chunk',
      raiseAllowed: true,
      overBound: false,
    });
    // How late a busy machine closes a block is no matter here: blocks follow each other without gap or overlap.
    expect(blocks.length).toBeGreaterThanOrEqual(2);
    expect(blocks.length).toBeLessThanOrEqual(4);
    for (const [i, block] of blocks.entries()) {
      expect(block.seconds).toBeGreaterThan(0.95);
      expect(block.start).toBe(
        i === 0 ? block.start : (blocks[i - 1]?.start ?? 0) + (blocks[i - 1]?.seconds ?? 0) * 1000,
      );
      expect(block.counts['errors']?.candidate?.total).toBeGreaterThan(1700);
    }
    expect(state.openSince).not.toBeNull();
    expect(evidence.map(({ name }) => name)).toEqual(['errors']);
    expect(heartbeats.length).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify(state).length).toBeLessThan(50_000);
  });

  test('passes a bake as soon as the candidate is proven safe', async () => {
    const now = Date.now();
    const bake = { until: 'safe', minRequests: 100, minUntil: now, maxUntil: now + 20_000 } as const;
    const { answer } = watching(loaded(good), asked({ bake, until: now + 20_000 }));
    const { kind, message } = await answer;
    expect({ kind, message }).toEqual({
      kind: 'pass',
      message: 'passed: every required metric is proven safe',
    });
    expect(Date.now() - now).toBeLessThan(10_000);
  });

  test('a bake never passes on what was proven at the weight before', async () => {
    const now = Date.now();
    const before = { until: 'safe', minRequests: 100, minUntil: now, maxUntil: now + 20_000 } as const;
    const { answer: first } = watching(loaded(good), asked({ bake: before, until: now + 20_000 }));
    const { kind, state } = await first;
    expect(kind).toBe('pass');
    // Its first chunk comes after its end, as when nobody was there meanwhile.
    const bake = { ...before, maxUntil: Date.now() - 1000 };
    const { answer } = watching(loaded(good), asked({ stage: '2', bake, state }));
    const message = expect.not.stringMatching(/proven safe/);
    expect(await answer).toMatchObject({ kind: 'inconclusive', reason: 'no data', message, blocks: [] });
  });

  test('a chunk that waited for a worker says how long, where its source does not keep what was counted', async () => {
    const now = Date.now();
    const bake = { until: 'safe', minRequests: 1, minUntil: now, maxUntil: now - 1000 } as const;
    const { answer } = watching(loaded(good), asked({ bake, blocksFrom: now - 11_000 }), undefined, 9000);
    expect(await answer).toMatchObject({ kind: 'inconclusive', reason: 'no data', blocks: [], late: 9000 });
    // What an earlier attempt has seen was no waiting.
    const { answer: first, heartbeats } = watching(
      loaded(good),
      asked({ bake: { ...bake, maxUntil: now + 1500 } }),
    );
    expect(await first).not.toHaveProperty('late');
    const { answer: second } = watching(loaded(good), asked({ bake }), heartbeats.at(-1), 9000);
    expect(await second).not.toHaveProperty('late');
  });

  test('a bake by time passes only when it is over', async () => {
    const now = Date.now();
    const bake = { until: 'elapsed', minRequests: 100, minUntil: now + 3000, maxUntil: now + 3500 } as const;
    const { answer } = watching(loaded(good), asked({ bake, until: now + 20_000 }));
    const { kind, blocks } = await answer;
    expect(kind).toBe('pass');
    expect(Date.now() - now).toBeGreaterThanOrEqual(3500);
    expect(blocks.length).toBeGreaterThanOrEqual(3);
  });

  test('fails on harm with the metric to blame, within or without a bake', async () => {
    const { answer } = watching(
      loaded({ blue: [1000, 0.01], green: [1000, 0.2] }),
      asked({ until: Date.now() + 9000 }),
    );
    expect(await answer).toMatchObject({
      kind: 'fail',
      finding: 'harm',
      reason: 'harm',
      blame: 'errors',
      overBound: true,
      raiseAllowed: false,
    });
  });

  test('goes on after a fail that a person knows of, and never passes it', async () => {
    const now = Date.now();
    const bake = { until: 'elapsed', minRequests: 0, minUntil: now, maxUntil: now + 3200 } as const;
    const world = loaded({ blue: [1000, 0.01], green: [1000, 0.2] });
    const { answer } = watching(world, asked({ bake, muted: ['harm'], until: now + 9000 }));
    expect(await answer).toMatchObject({ kind: 'inconclusive', reason: 'harm', overBound: true });
  });

  test('a candidate without requests ends inconclusive with its reason', async () => {
    const now = Date.now();
    const world = loaded(good);
    const both = world.series;
    world.series = (slot) => (slot === 'green' ? [] : both(slot));
    const bake = { until: 'safe', minRequests: 1, minUntil: now, maxUntil: now + 2500 } as const;
    const { answer } = watching(world, asked({ bake }));
    const { kind, reason, blocks } = await answer;
    expect({ kind, reason }).toEqual({ kind: 'inconclusive', reason: 'no data' });
    expect(blocks.at(-1)?.problems?.[0]).toMatchObject({
      metric: 'errors',
      side: 'candidate',
      kind: 'absent',
    });
  });

  test('a split with more than asked is held; with less only in a bake', async () => {
    const until = Date.now() + 4200;
    const request = {
      analysis: { ...asked().analysis, splitDivisor: 1 },
      until,
      weight: 1000,
      expected: { split: { blue: 9000, green: 1000 } },
    };
    const world = { ...loaded(good), split: request.expected.split };
    const more = await watching(world, asked(request)).answer;
    expect(more).toMatchObject({ kind: 'hold', finding: 'split', reason: 'split is not what was asked' });
    expect(more.message).toMatch(/larger share/);

    const less = { ...loaded({ ...good, green: [20, 0.01] }), split: request.expected.split };
    const from = { ...request, until: Date.now() + 4200 };
    const bake = { until: 'safe', minRequests: 1, minUntil: 0, maxUntil: Date.now() + 60_000 } as const;
    const [watched, baked] = await Promise.all([
      watching(less, asked(from)).answer,
      watching(less, asked({ ...from, bake })).answer,
    ]);
    expect(watched.kind).toBe('chunk');
    expect(baked).toMatchObject({ kind: 'hold', finding: 'split' });
    expect(baked.message).toMatch(/fewer requests than it is sent/);
  });

  test('a candidate without a ready instance fails at the second check, also while a weight changes', async () => {
    const world = loaded(good);
    world.slots.green = ['dead'];
    const { answer } = watching(world, asked({ mode: 'transition' }));
    expect(await answer).toMatchObject({
      kind: 'fail',
      finding: 'instances',
      reason: 'instances',
      blocks: [],
    });
  });

  test('a stable side without a ready instance is held, and told before the candidate is judged', async () => {
    const world = loaded(good);
    world.slots = { blue: ['dead'], green: ['dead'] };
    const { answer } = watching(world, asked());
    expect(await answer).toMatchObject({ kind: 'hold', finding: 'stable', reason: 'stable not ready' });
  });

  test('somebody else in the router is told at once, and a change that keeps the mark too', async () => {
    const world = { ...loaded(good), split: { blue: 0, green: 10_000 } };
    const answer = await watching(world, asked()).answer;
    expect(answer).toMatchObject({ kind: 'drift', message: expect.stringContaining('green 100 %') });
    expect(answer.state.openSince).toBeNull();

    const edited = loaded(good);
    const { answer: second } = watching(edited, asked());
    setTimeout(() => {
      edited.digest = 'by hand';
    }, 300);
    expect(await second).toMatchObject({
      kind: 'drift',
      message: expect.stringContaining('changed by hand'),
    });
  });

  test('a router, a platform or a source that is down is told, and is no finding', async () => {
    const world = loaded(good);
    const { answer, heartbeats } = watching(world, asked());
    setTimeout(() => {
      Object.assign(world, {
        routerDown: 'router away',
        platformDown: 'platform away',
        sourceDown: 'source away',
      });
    }, 1300);
    const { kind, blocks } = await answer;
    expect(kind).toBe('chunk');
    expect(heartbeats.at(-1)?.heartbeat.sentence).toMatch(
      /platform away.*router away|router away.*platform away/,
    );
    expect(blocks.at(-1)).toMatchObject({
      counts: {},
      problems: [{ kind: 'error', message: 'source away' }],
    });
  });
});
