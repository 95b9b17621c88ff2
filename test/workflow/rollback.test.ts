import { describe, expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import type { Submission } from '../../workflows/lane-messages.ts';
import { useRig } from './environment.ts';
import { submission } from './inputs.ts';
import { useLane, type Lane } from './lane-under-test.ts';
import { bake, cutover, deploy, fast, keep, retire, shift, smoke } from './plans.ts';
import { createDoor } from './scripted-watch.ts';
import { servingWorld, type World } from './world.ts';

const rig = useRig('real');
const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(30), retire];

/** A lane in which these versions became known good one after the other: the first one was adopted. */
async function useLaneAfter(
  [first = '', ...others]: string[],
  act: (lane: Lane, world: World) => Promise<unknown>,
): Promise<void> {
  const world = servingWorld();
  world.ready.blue = { ready: 2, wanted: 2, version: first };
  await useLane(rig(), world, async (lane) => {
    await lane.adopt({ ...submission(first, steps), slot: 'blue' });
    for (const version of others) {
      await lane.submit(submission(version, fast));
      await serves(lane, version);
    }
    await act(lane, world);
  });
}

async function serves(lane: Lane, version: string): Promise<void> {
  await lane.until(
    `${version} live and nothing else`,
    ({ live, running, waiting }) => live?.version === version && running === null && waiting === null,
  );
}

async function good(lane: Lane): Promise<string[]> {
  return (await lane.status()).good.map(({ version }) => version);
}

function hotfix(version: string, more: Partial<Submission> = {}): Submission {
  return { ...submission(version, fast), kind: 'hotfix', reason: 'prices are wrong', ...more };
}

describe('a rollback of what has finished', () => {
  test('R10, R18: is a release of the version that was known good before, and says so everywhere', async () => {
    await useLaneAfter(['v1', 'v2', 'v3'], async (lane, world) => {
      world.did.length = 0;
      const answer = await lane.rollback();
      expect(answer).toEqual({ state: 'running', id: `${lane.name}.3`, existing: false, version: 'v2' });
      await serves(lane, 'v2');
      expect(world.did).toEqual([
        'deploy v2 green',
        'smoke',
        'write 0/10000',
        'drain blue',
        'keep alive green',
        'retire blue',
      ]);
      expect(await lane.release(3).status()).toMatchObject({
        kind: 'rollback',
        actor: 'bob',
        reason: 'it is slow',
        stable: { version: 'v3' },
        outcome: 'completed',
      });
      const [started] = await lane.release(3).events('started');
      expect(started).toMatchObject({
        actor: 'bob',
        reason: 'it is slow',
        message: `rollback to v2 in ${lane.name} which ${lane.name}.1 had brought, by bob`,
      });
      expect((await lane.status()).past[0]).toMatchObject({ kind: 'rollback', version: 'v2' });
    });
  });

  test('goes on down when it is asked for again, and never back to what was rolled back from', async () => {
    await useLaneAfter(['v1', 'v2', 'v3'], async (lane) => {
      await lane.rollback();
      await serves(lane, 'v2');
      expect(await good(lane)).toEqual(['v2', 'v1']);
      await lane.rollback();
      await serves(lane, 'v1');
      expect(await lane.rollback()).toMatchObject({
        state: 'refused',
        code: 'not_known_good',
        message: expect.stringMatching(/^nothing was known good in \S+ before; .* release start --hotfix/),
      });
      expect(await good(lane)).toEqual(['v1']);
    });
  });

  test('takes the target that is named, by number, id or version, and no other', async () => {
    await useLaneAfter(['v1', 'v2', 'v3'], async (lane, world) => {
      world.completed = [
        { release: `${lane.name}.2`, kind: 'release', version: 'v3' },
        { release: `${lane.name}.1`, kind: 'release', version: 'v2' },
      ];
      expect(await lane.rollback({ to: 'v9' })).toMatchObject({ state: 'refused', code: 'not_known_good' });
      expect(await lane.rollback({ to: '9' })).toMatchObject({ code: 'not_known_good' });
      expect(await lane.rollback({ to: 'v3' })).toEqual({
        state: 'live',
        id: `${lane.name}.2`,
        version: 'v3',
      });
      expect(await lane.rollback({ to: 'v1' })).toMatchObject({ state: 'running', version: 'v1' });
      await serves(lane, 'v1');
      expect(await lane.rollback({ to: `${lane.name}.1` })).toMatchObject({ version: 'v2' });
      await serves(lane, 'v2');
      expect(await lane.rollback({ to: '2' })).toMatchObject({ version: 'v3' });
      await serves(lane, 'v3');
      expect(await good(lane)).toEqual(['v3', 'v2', 'v1']);
    });
  });

  test('asks the archive for what the lane has forgotten', async () => {
    await useLaneAfter(['v7'], async (lane, world) => {
      const of = (number: number, version: string, kind = 'release') => {
        return { release: `${lane.name}.${number}`, kind, version };
      };
      world.completed = [of(5, 'v7'), of(4, 'v5', 'rollback'), of(3, 'v6'), of(2, 'v5'), of(1, '3')];
      expect(await lane.rollback({ to: '3' })).toMatchObject({
        state: 'refused',
        code: 'ambiguous_target',
        message: expect.stringContaining(`name the release as ${lane.name}.3`),
      });
      expect(await lane.rollback()).toMatchObject({ state: 'running', version: 'v5' });
      await serves(lane, 'v5');
    });
  });

  test('B2: is watched in its keep, and reverted from there like any other', async () => {
    await useLaneAfter(['v1', 'v2'], async (lane, world) => {
      const { plan } = submission('', [deploy, cutover, keep(60_000), retire]);
      await lane.rollback({ plan });
      await lane.release(2).untilStep('keep');
      world.finds = () => ({ kind: 'fail', finding: 'harm', reason: 'errors', message: 'over its limit' });
      expect(await lane.result(2)).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
      await serves(lane, 'v2');
      expect(await good(lane)).toEqual(['v2', 'v1']);
    });
  });

  test('is answered once under one key', async () => {
    await useLaneAfter(['v1', 'v2'], async (lane) => {
      const keyed = { key: 'k', bodyHash: 'b' };
      const first = await lane.rollback(keyed);
      await serves(lane, 'v1');
      expect(await lane.rollback(keyed)).toEqual(first);
      expect(await lane.rollback({ ...keyed, bodyHash: 'c' })).toEqual({ state: 'conflict' });
    });
  });
});

describe('a rollback while a release is under way', () => {
  test('is refused with what is faster: the abort', async () => {
    await useLaneAfter(['v1', 'v2'], async (lane, world) => {
      world.finds = () => undefined;
      await lane.submit(submission('v3', steps));
      await lane.release(2).untilStep('bake');
      expect(await lane.rollback()).toEqual({
        state: 'refused',
        code: 'lane_busy',
        message: `${lane.name}.2 (v3) is under way: sluice release abort ${lane.name}.2 brings all traffic back to v2, which is warm, at once, and that is all`,
      });
      expect(await lane.rollback({ to: 'v1' })).toMatchObject({
        message: expect.stringContaining('or say now (--now), and it is aborted before v1 begins'),
      });
      await lane.release(2).abort();
    });
  });

  test('now: aborts it, and where that brings the version back nothing more is started', async () => {
    await useLaneAfter(['v1', 'v2'], async (lane, world) => {
      world.finds = () => undefined;
      await lane.submit(submission('v3', steps));
      await lane.release(2).untilStep('bake');
      expect(await lane.rollback({ now: true })).toEqual({
        state: 'queued',
        id: `${lane.name}.3`,
        behind: `${lane.name}.2`,
        version: 'v2',
        note: `${lane.name}.2 is aborted for it; v2 serves again then`,
      });
      expect(await lane.result(2)).toMatchObject({ outcome: 'reverted', cause: 'abort' });
      expect(await lane.release(2).events('abort-requested')).toMatchObject([
        { actor: 'bob', reason: 'rollback to v2: it is slow' },
      ]);
      await serves(lane, 'v2');
      expect((await lane.status()).past[0]).toMatchObject({ reason: 'v2 is live already' });
    });
  });

  test('now, to an older version: that one begins when the abort is done', async () => {
    await useLaneAfter(['v1', 'v2'], async (lane, world) => {
      world.finds = () => undefined;
      await lane.submit(submission('v3', [deploy, cutover, keep(60_000), retire]));
      await lane.release(2).untilStep('keep');
      expect(await lane.rollback({ now: true, to: 'v1' })).toMatchObject({ state: 'queued', version: 'v1' });
      await serves(lane, 'v1');
      expect(await lane.result(2)).toMatchObject({ outcome: 'reverted', cause: 'abort' });
      expect(await lane.result(3)).toMatchObject({ outcome: 'completed' });
    });
  });

  test('which is a rollback that is not known good yet: is answered by it, and no traffic goes back', async () => {
    await useLaneAfter(['v1', 'v2'], async (lane, world) => {
      const { plan } = submission('', [deploy, cutover, keep(60_000), retire]);
      await lane.rollback({ plan, now: true });
      await lane.release(2).untilStep('keep');
      for (const now of [true, false]) {
        expect(await lane.rollback({ plan, now })).toEqual({
          state: 'running',
          id: `${lane.name}.2`,
          existing: true,
          version: 'v1',
        });
      }
      expect(await lane.release(2).events('abort-requested')).toEqual([]);
      expect(world.split).toEqual({ blue: 10_000, green: 0 });
      expect(await lane.rollback({ plan, now: true, to: 'v2' })).toMatchObject({ state: 'queued' });
      await serves(lane, 'v2');
    });
  });

  test('that is known good and only takes the old slot down: waits for that', async () => {
    await useLaneAfter(['v1'], async (lane, world) => {
      const retired = createDoor();
      world.retires = async () => retired.pass();
      await lane.submit(submission('v2', fast));
      await lane.release(1).untilStep('retire');
      await lane.until('v2 to be known good', ({ live }) => live?.version === 'v2');
      expect(await lane.rollback()).toMatchObject({ state: 'queued', version: 'v1' });
      retired.open();
      await serves(lane, 'v1');
      expect(await lane.result(1)).toMatchObject({ outcome: 'completed' });
    });
  });
});

describe('a hotfix', () => {
  test('takes any version, waits for no release that is under way, and becomes known good', async () => {
    await useLaneAfter(['v1'], async (lane, world) => {
      world.finds = () => undefined;
      await lane.submit(submission('v2', steps));
      await lane.release(1).untilStep('bake');
      expect(await lane.submit(hotfix('v3'))).toMatchObject({ state: 'refused', code: 'lane_busy' });
      expect(await lane.submit(hotfix('v2')), 'the same version, without its bake').toMatchObject({
        state: 'refused',
        code: 'lane_busy',
      });
      expect(await lane.submit(hotfix('v3', { now: true }))).toMatchObject({
        state: 'queued',
        note: `${lane.name}.1 is aborted for it; v3 begins then`,
      });
      await serves(lane, 'v3');
      expect(await lane.release(2).status()).toMatchObject({ kind: 'hotfix', reason: 'prices are wrong' });
      expect(await good(lane)).toEqual(['v3', 'v1']);
    });
  });

  test('keeps its place: an ordinary release neither supersedes it nor takes its place in the queue', async () => {
    await useLaneAfter(['v1'], async (lane, world) => {
      world.finds = () => undefined;
      const retired = createDoor();
      world.retires = async () => retired.pass();
      const ordinary = (version: string) => submission(version, steps, { onBusy: 'supersede' });
      await lane.submit(submission('v2', steps));
      await lane.release(1).untilStep('bake');
      await lane.submit(hotfix('v3', { now: true }));
      expect(await lane.submit(ordinary('v4'))).toMatchObject({
        state: 'refused',
        code: 'lane_busy',
        message: `${lane.name}.2, a hotfix to v3 by ann, waits in this lane; wait for its end`,
      });
      const deployed = createDoor();
      world.deploys = async () => deployed.pass();
      retired.open();
      await lane.until('the hotfix to run', ({ running }) => running?.kind === 'hotfix');
      await lane.release(2).untilStep('deploy');
      const queued = await lane.submit(ordinary('v4'));
      deployed.open();
      expect(queued).toEqual({ state: 'queued', id: `${lane.name}.3`, behind: `${lane.name}.2` });
      expect(await lane.result(2)).toMatchObject({ outcome: 'completed' });
      await lane.release(3).untilStep('bake');
    });
  });
});
