import { Context } from '@temporalio/activity';
import { expect, test } from 'vitest';
import { mostBlocks } from '../../config/most-blocks.ts';
import type { NotifierConfig } from '../../config/notifiers/index.ts';
import type { Step } from '../../config/plan.ts';
import { analysisConfig } from '../rigs/analysis-config.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { bake, cutover, deploy, everyStep, keep, retire, shift, smoke } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { servingWorld } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(30), retire];

/** One that is told by an activity. */
const chat: NotifierConfig = { kind: 'webhook', on: [], url: 'http://127.0.0.1:1', secrets: [], headers: {} };

test('a bake whose end nobody watched is not held for that, but given the time again', async () => {
  const world = servingWorld();
  let asked = Number.POSITIVE_INFINITY;
  world.finds = ({ bake: now }) => {
    if (now === undefined) return undefined;
    asked = Math.min(asked, now.maxUntil);
    throw new Error('no worker');
  };
  const { result, events } = await playRelease(
    rig(),
    world,
    releaseInput([deploy, shift(500), bake({ max: 10_000 }), cutover, keep(30), retire]),
    async (running) => {
      await running.untilStep('bake');
      await rig().skip('50s');
      world.finds = ({ bake: now }) => {
        if (now === undefined) return undefined;
        return now.maxUntil > asked
          ? { kind: 'pass', reason: 'pass', message: 'safe' }
          : { kind: 'inconclusive', reason: 'not yet known', message: 'time is up' };
      };
      await rig().skip('10s');
    },
  );
  expect(result.outcome).toBe('completed');
  expect(events.some(({ kind }) => kind === 'held')).toBe(false);
  expect(events.find(({ kind }) => kind === 'error')?.message).toMatch(
    /no worker watched the end of the bake/,
  );
});

test('a bake whose watch waited for a worker for half of its time or more is given that time again, and less is not', async () => {
  const world = servingWorld();
  const ends: number[] = [];
  world.finds = ({ bake: now }) => {
    if (now === undefined) return undefined;
    if (!ends.includes(now.maxUntil)) ends.push(now.maxUntil);
    const late = [50_000, 40_000, 10_000][ends.length - 1] ?? 0;
    return { kind: 'inconclusive', reason: 'no data', message: 'no block has ended yet', late };
  };
  const { result, events } = await playRelease(
    rig(),
    world,
    releaseInput([deploy, shift(500), bake({ max: 60_000, onInconclusive: 'revert' }), cutover, retire]),
  );
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
  expect(events.filter(({ kind }) => kind === 'error').map(({ message }) => message)).toEqual([
    'no worker watched the bake for 50 s, so it goes on for as long',
    'no worker watched the bake for 40 s, so it goes on for as long',
  ]);
});

test('a bake that began and ended while no watch could run is given all of its time again', async () => {
  const world = servingWorld();
  let broken = true;
  let asked = Number.POSITIVE_INFINITY;
  world.finds = ({ bake: now }) => {
    if (now === undefined) return undefined;
    asked = Math.min(asked, now.maxUntil);
    if (broken) throw new Error('no worker');
    return now.maxUntil > asked
      ? { kind: 'pass', reason: 'pass', message: 'safe' }
      : { kind: 'inconclusive', reason: 'not yet known', message: 'time is up' };
  };
  const { result, events } = await playRelease(
    rig(),
    world,
    releaseInput([deploy, shift(500), bake({ max: 10_000 }), cutover, keep(30), retire]),
    async (running) => {
      await running.untilStep('bake');
      await rig().skip('5m');
      await running.untilHeld('the watch cannot run');
      broken = false;
      await running.act('retry', 'bob');
      await rig().skip('2m');
    },
  );
  expect(result.outcome).toBe('completed');
  expect(events.find(({ kind }) => kind === 'error')?.message).toMatch(/so it goes on for 10 s$/);
});

test('every event is told once and in order, also where a chat is told too', async () => {
  const world = servingWorld();
  const { events } = await playRelease(
    rig(),
    world,
    releaseInput([deploy, cutover, retire], { notify: [{ kind: 'log' }, chat] }),
  );
  expect(world.told.map(({ number }) => number)).toEqual(events.map(({ number }) => number));
});

test('a notifier that fails never fails a release, nor does an archive', async () => {
  const world = servingWorld();
  world.notifies = () => {
    throw new Error('the chat is down');
  };
  world.archives = () => {
    throw new Error('the disk is full');
  };
  const { result, status } = await playRelease(
    rig(),
    world,
    releaseInput([deploy, shift(500), bake(), cutover, keep(30), retire], {
      notify: [{ kind: 'log' }, chat],
    }),
    async (running) => {
      await running.until('the end', ({ outcome }) => outcome !== undefined);
      await rig().skip('5m');
    },
  );
  expect(result.outcome).toBe('completed');
  expect(status.phase).toBe('finished');
  expect(world.told).toEqual([]);
});

test('a worker that dies at the report is not waited for longer than for its heartbeats', async () => {
  const world = servingWorld();
  let tries = 0;
  world.archives = async () => {
    tries += 1;
    // Without heartbeats, as where its process is gone.
    if (tries === 1) await Context.current().cancelled;
  };
  const input = releaseInput([deploy, shift(500), bake(), cutover, keep(30), retire]);
  const { status } = await playRelease(rig(), world, input);
  expect([tries, status.outcome]).toEqual([2, 'completed']);
  const { closeTime } = await rig().client.workflow.getHandle(`release/${input.id}`).describe();
  // By the server's clock, which skips what nobody needs.
  expect((closeTime?.getTime() ?? Infinity) - (status.finishedAt ?? 0)).toBeLessThan(30_000);
});

test('every event is told once and in order', async () => {
  const world = servingWorld();
  const { events } = await playRelease(rig(), world, releaseInput(everyStep), async (running) => {
    await running.untilStep('approve');
    await running.act('approve', 'bob');
  });
  expect(world.told.map(({ number }) => number)).toEqual(events.map(({ number }) => number));
});

test('a release with a bake of 30 minutes in chunks of 5 has a short history', async () => {
  const world = servingWorld();
  let chunks = 6;
  world.finds = ({ bake: asked }) => {
    if (asked === undefined) return undefined;
    chunks -= 1;
    return chunks > 0 ? { kind: 'chunk' } : { kind: 'pass', reason: 'pass', message: 'safe' };
  };
  const { history } = await playRelease(rig(), world, releaseInput(steps));
  expect(history).toBeLessThan(350);
});

test('a week in the shortest blocks that it may have stays within 4,096 events', async () => {
  const week = 7 * 86_400_000;
  // A release with one metric has as many blocks as a history holds counts.
  const analysis = analysisConfig(Math.ceil(week / mostBlocks(1)), { plannedBlocks: 100_000 });
  const asked: number[] = [];
  const historyOf = async (chunks: number): Promise<number> => {
    const world = servingWorld();
    let seen = 0;
    let chunk = { until: 0, since: 0 };
    world.finds = ({ bake: now, until }) => {
      if (now === undefined) return undefined;
      if (until !== chunk.until) {
        chunk = { until, since: Date.now() };
        asked.push(until - chunk.since);
        seen += 1;
      }
      // Chunks that are over at once are spaced, which a week's are not.
      if (Date.now() - chunk.since < 1100) return undefined;
      return seen < chunks ? { kind: 'chunk' } : { kind: 'pass', reason: 'pass', message: 'safe' };
    };
    const baked = [deploy, shift(500), bake({ max: week, until: 'elapsed' }), cutover, retire];
    return (await playRelease(rig(), world, releaseInput(baked, { analysis }))).history;
  };
  const [few, more] = await Promise.all([historyOf(1), historyOf(4)]);
  const aChunk = (more - few) / 3;
  const chunks = week / Math.min(...asked);
  expect(chunks).toBeGreaterThan(100);
  expect(few + aChunk * chunks).toBeLessThan(4096);
});
