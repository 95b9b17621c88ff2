import { describe, expect, test } from 'vitest';
import { unpack, type WatchDetails } from '../../../../activities/watch/carried.ts';
import { metricsOf, settingsOf } from '../../../../activities/watch/metrics.ts';
import { advance, begin } from '../../../../analysis/verdict.ts';
import { until } from '../../../rigs/until.ts';
import { errors, histogram, latency, type series } from './metric.ts';
import { loaded, asked, watching, good } from './watching.ts';
import { useVirtualTime } from '../virtual-time.ts';

useVirtualTime();

describe.concurrent('a source that was down', () => {
  test('moves no evidence, and what was missed is not counted later', async () => {
    const world = loaded(good);
    setTimeout(() => {
      world.sourceDown = 'connection refused';
    }, 700);
    setTimeout(() => {
      world.sourceDown = undefined;
    }, 2700);
    const { blocks } = await watching(world, asked({ until: Date.now() + 5300 })).answer;
    const totals = blocks.map(({ counts }) => counts['errors']?.candidate?.total);
    expect(totals.slice(0, 2)).toEqual([undefined, undefined]);
    expect(totals.at(-1)).toBeGreaterThan(1500);
    for (const total of totals) expect(total ?? 0).toBeLessThan(3000);
    expect(blocks[0]?.problems).toEqual([{ metric: 'errors', kind: 'error', message: 'connection refused' }]);
  });
});

describe.concurrent('a watch that is asked to stop', () => {
  test('closes the open block early and answers with its state', async () => {
    const { env, answer } = watching(
      loaded(good),
      asked({ analysis: { ...asked().analysis, block: 60_000 }, until: Date.now() + 60_000 }),
    );
    setTimeout(() => env.cancel(), 1500);
    const { kind, blocks, state } = await answer;
    expect(kind).toBe('cancelled');
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toMatchObject({ partial: true });
    expect(state.openSince).toBeNull();
    expect(state.verdict.blocks).toBe(1);
  });

  test('by its workflow in the same process answers at once, without a word of Temporal', async () => {
    const block = { analysis: { ...asked().analysis, block: 60_000 }, until: Date.now() + 60_000 };
    const { env, context, answer } = watching(loaded(good), asked(block));
    const { workflowExecution, activityType } = env.context.info;
    setTimeout(() => context.stops.ask('of another run', activityType), 1200);
    setTimeout(() => context.stops.ask(workflowExecution?.runId ?? '', 'calibrate'), 1300);
    setTimeout(() => context.stops.ask(workflowExecution?.runId ?? '', activityType), 1500);
    expect(await answer).toMatchObject({ kind: 'cancelled', blocks: [{ partial: true, seconds: 1.5 }] });
  });

  test('does not take over from before that the router is as asked, and says so once it has looked', async () => {
    const world = loaded(good);
    const state = (await watching(world, asked({ until: Date.now() + 1500 })).answer).state;
    expect(state.asAsked).toBe(true);
    const { env, answer } = watching(world, asked({ state }));
    env.cancel();
    expect(await answer).toMatchObject({ kind: 'cancelled', state: { asAsked: false } });
  });

  test('drops a block of less than a second', async () => {
    const { env, answer } = watching(loaded(good), asked());
    setTimeout(() => env.cancel(), 400);
    expect(await answer).toMatchObject({ kind: 'cancelled', blocks: [], state: { openSince: null } });
  });

  test('still says that the last block was the one too many', async () => {
    const world = loaded({ blue: [1000, 0.01], green: [1000, 0.5] });
    const { env, answer } = watching(
      world,
      asked({ analysis: { ...asked().analysis, block: 60_000 }, until: Date.now() + 60_000 }),
    );
    setTimeout(() => env.cancel(), 1500);
    expect(await answer).toMatchObject({ kind: 'fail', finding: 'harm' });
  });

  test('by the end of its process does not answer, so that another attempt goes on', async () => {
    const { env, answer } = watching(loaded(good), asked());
    setTimeout(() => env.cancel('WORKER_SHUTDOWN', undefined), 300);
    // A shutdown of the worker carries no request to cancel.
    Object.defineProperty(env.context, 'cancellationDetails', { value: undefined });
    await expect(answer).rejects.toThrow('WORKER_SHUTDOWN');
  });
});

test('a repeated attempt goes on from the heartbeats: the gap is one block, by difference', async () => {
  const world = loaded(good);
  const request = asked({ until: Date.now() + 60_000 });
  const first = watching(world, request);
  const beat = await new Promise<WatchDetails>((resolve) => {
    first.env.on('heartbeat', (each: WatchDetails) => {
      if ((unpack(each)?.blocks.length ?? 0) >= 2) resolve(each);
    });
  });
  first.env.cancel();
  await first.answer;
  const resumed = unpack(beat);
  const gone = Date.now();
  await until('time to pass with nobody there', () => Date.now() - gone > 2500);
  const { blocks, state } = await watching(world, { ...request, until: Date.now() + 1500 }, beat).answer;
  expect(blocks.slice(0, 2)).toEqual(resumed?.blocks.slice(0, 2));
  expect(blocks[2]?.seconds).toBeGreaterThan(2.4);
  expect(blocks[2]?.counts['errors']?.candidate?.total).toBeGreaterThan(4800);
  expect(state.verdict.blocks).toBe(blocks.length);
});

test('edges are chosen from what the stable side has counted, and kept', async () => {
  const world = loaded(good);
  world.series = () => histogram({ '0.1': 500, '0.5': 950, '1': 1000, '+Inf': 1000 }).map(now);
  const { state } = await watching(world, asked({ metrics: [latency], until: Date.now() + 1200 })).answer;
  expect(state.edges).toEqual({ latency: [0.1, 0.5] });
  expect(state.verdict.metrics['latency']?.edges).toHaveLength(2);
});

test('the blocks of a report give the same verdict again, also with edges that were chosen late', async () => {
  const world = loaded(good);
  const began = Date.now();
  world.series = (slot) => {
    const time = Date.now() - began;
    if (time < 1500) return slot === 'blue' ? histogram({ '0.1': 0, '+Inf': 0 }).map(now) : [];
    return histogram({ '0.1': Math.round(time * 0.9), '+Inf': time }).map(now);
  };
  const request = asked({ metrics: [{ ...errors, name: 'latency', bad: latency.bad }] });
  const { blocks, state } = await watching(world, request).answer;
  expect(blocks[0]?.problems?.[0]?.message).toMatch(/no edge is chosen/);
  expect(state.edges).toEqual({ latency: [0.1] });
  const metrics = metricsOf(request.metrics, state.edges, {});
  const settings = settingsOf(request.analysis, state.granularity);
  const again = blocks.reduce(
    (verdict, block) => advance(verdict, metrics, settings, block),
    begin(metrics, settings),
  );
  expect(again.metrics['latency']?.stage.candidate.total).toBeGreaterThan(500);
  expect(again).toEqual(state.verdict);
});

function now(each: ReturnType<typeof series>): ReturnType<typeof series> {
  return { ...each, samples: each.samples.map(({ value }) => ({ at: Date.now(), value })) };
}
