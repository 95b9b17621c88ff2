import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import type { HookCall } from '../../providers/hooks/hook.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { bake, cutover, deploy, keep, retire, run, shift, smoke } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { untilCancelled } from './scripted-watch.ts';
import { emptyWorld, servingWorld, type World } from './world.ts';

const rig = useRig();
const before = run('./before.sh', { undo: './before-back.sh' });
const migrate = run('./migrate.sh', { undo: './migrate-back.sh' });
const warm = run('./warm.sh');
const steps: Step[] = [before, deploy, migrate, smoke, shift(500), warm, bake(), cutover, keep(30), retire];

/** A world in which this call does not work. */
function failing(step: number, act: HookCall['act'], times = Number.POSITIVE_INFINITY): World {
  const world = servingWorld();
  let left = times;
  world.hooks = (call) => {
    if (call.step !== step || call.act !== act || left === 0) return undefined;
    left -= 1;
    throw ApplicationFailure.nonRetryable('ended with status 3: no such table');
  };
  return world;
}

test('a run is told what it is about, and says in its note how it went', async () => {
  const world = servingWorld();
  const calls: HookCall[] = [];
  world.hooks = (call) => {
    calls.push(call);
    return 'ended with status 0: 12 rows moved';
  };
  const input = releaseInput(steps, {}, { revision: 'abc123' });
  const { result, status } = await playRelease(rig(), world, input);
  expect(result.outcome).toBe('completed');
  expect(world.did.slice(0, 4)).toEqual(['do 0', 'deploy v2 green', 'do 2', 'smoke']);
  expect(calls).toHaveLength(3);
  expect(calls[1]).toEqual({
    release: input.id,
    service: 'shop',
    environment: 'production',
    version: 'v2',
    revision: 'abc123',
    slot: 'green',
    step: 2,
    act: 'do',
    attempt: 1,
  });
  expect(status.steps[2]).toMatchObject({
    kind: 'run',
    label: 'run ./migrate.sh',
    state: 'done',
    note: 'ended with status 0: 12 rows moved',
  });
});

test('the revision is the version where none was named', async () => {
  const world = servingWorld();
  const revisions = new Set<string>();
  world.hooks = ({ revision }) => {
    revisions.add(revision);
    return undefined;
  };
  await playRelease(rig(), world, releaseInput([deploy, warm, cutover, retire]));
  expect([...revisions]).toEqual(['v2']);
});

test('also the first release of a lane runs them', async () => {
  const world = emptyWorld();
  const more = { stable: null, candidate: { slot: 'blue', version: 'v2' } } as const;
  const { result } = await playRelease(rig(), world, releaseInput(steps, {}, more));
  expect(result.outcome).toBe('completed');
  expect(world.did.filter((did) => did.startsWith('do '))).toEqual(['do 0', 'do 2', 'do 5']);
});

describe('a failure', () => {
  test('is held and paged at once, and retry runs it again as another attempt', async () => {
    const world = failing(2, 'do', 1);
    const attempts: number[] = [];
    const { hooks } = world;
    world.hooks = (call) => {
      if (call.step === 2) attempts.push(call.attempt);
      return hooks(call);
    };
    const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      const { hold } = await running.untilHeld('error');
      expect(hold).toMatchObject({
        message: 'run ./migrate.sh did not work: ended with status 3: no such table',
        promotable: false,
        retryable: true,
      });
      await running.act('retry', 'bob');
    });
    expect(result.outcome).toBe('completed');
    expect(attempts).toEqual([1, 2]);
    expect(events.find(({ kind }) => kind === 'held')).toMatchObject({ page: true });
  });

  // Peers' S1: a failed step aborts there, and undoes what went before. Here that is asked for by `onFail: revert`.
  test('S1: with onFail: revert it undoes the release, what it began itself included', async () => {
    const world = failing(2, 'do');
    const strict = run('./migrate.sh', { undo: './migrate-back.sh', onFail: 'revert' });
    const { result } = await playRelease(
      rig(),
      world,
      releaseInput([before, deploy, strict, cutover, retire]),
    );
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
    expect(result.reason).toMatch(/^\.\/migrate\.sh failed: ended with status 3: no such table/);
    expect(world.did).toEqual(['do 0', 'deploy v2 green', 'undo 2', 'retire green', 'undo 0']);
  });

  test('of a known good release can be passed over by promote, since nothing takes that one back', async () => {
    const world = failing(4, 'do');
    const plan: Step[] = [deploy, shift(500), cutover, keep(30), warm, retire];
    const { result, status } = await playRelease(rig(), world, releaseInput(plan), async (running) => {
      await running.untilHeld('error');
      await running.act('retry', 'bob');
      const { hold } = await running.untilHeld('error');
      expect(hold).toMatchObject({
        message: 'run ./warm.sh did not work: ended with status 3: no such table',
        promotable: true,
        retryable: true,
      });
      await running.act('promote', 'bob');
    });
    expect(result.outcome).toBe('completed');
    expect(status.steps[4]).toMatchObject({ state: 'done', note: 'ended by promote, without success' });
  });

  test('that may pass by itself is repeated without anybody being asked', async () => {
    const world = servingWorld();
    let fails = 2;
    world.hooks = () => {
      if (fails === 0) return undefined;
      fails -= 1;
      throw new Error('the webhook answered 503');
    };
    const { result, events } = await playRelease(rig(), world, releaseInput([deploy, warm, cutover, retire]));
    expect(result.outcome).toBe('completed');
    expect(events.filter(({ kind }) => kind === 'held')).toEqual([]);
  });
});

describe('undo', () => {
  test('takes traffic back first, then what was run, newest first, and only what began', async () => {
    const world = servingWorld();
    world.finds = ({ bake: asked }) =>
      asked === undefined ? undefined : { kind: 'fail', finding: 'harm', reason: 'harm', message: 'worse' };
    const later = run('./later.sh', { undo: './later-back.sh' });
    const plan: Step[] = [
      before,
      deploy,
      migrate,
      shift(500),
      run('./tell.sh', { undo: './untell.sh' }),
      bake(),
      cutover,
      later,
      retire,
    ];
    const { result, events } = await playRelease(rig(), world, releaseInput(plan));
    expect(result.outcome).toBe('reverted');
    expect(world.did.slice(world.did.indexOf('do 4') + 1)).toEqual([
      'write 10000/0',
      'undo 4',
      'undo 2',
      'drain green',
      'retire green',
      'undo 0',
    ]);
    expect(events.filter(({ kind }) => kind === 'undo').map(({ message }) => message)).toEqual([
      'step 4 is undone by ./untell.sh: ended with status 0',
      'step 2 is undone by ./migrate-back.sh: ended with status 0',
      'green has no request in flight',
      'v2 in green is gone',
      'step 0 is undone by ./before-back.sh: ended with status 0',
    ]);
  });

  // Peers' S2: an abort while a step runs undoes that one, then the ones before. A new release then runs them again.
  test('S2: an abort ends the command, and undoes it and those before it', async () => {
    const world = servingWorld();
    world.hooks = ({ step, act }) => (step === 2 && act === 'do' ? untilCancelled() : undefined);
    const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.until('the command to run', () => world.inside.has('hook do') && world.did.length === 2);
      await running.abort();
    });
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'abort' });
    expect(world.did).toEqual(['do 0', 'deploy v2 green', 'undo 2', 'retire green', 'undo 0']);

    world.hooks = () => undefined;
    const again = await playRelease(rig(), world, releaseInput(steps));
    expect(again.result.outcome).toBe('completed');
  });

  test('that does not work is tried again until it does, and is told once though each try has its own log', async () => {
    const world = servingWorld();
    const attempts: number[] = [];
    world.hooks = ({ act, step, attempt }) => {
      if (act !== 'undo' || step !== 2) return undefined;
      attempts.push(attempt);
      if (attempt > 3) return undefined;
      throw ApplicationFailure.nonRetryable(`ended with status 3: no such table (log /logs/${attempt}.log)`);
    };
    world.smokes = () => 'GET / answered 500, not 200';
    const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.until('the undo', ({ phase }) => phase === 'undoing');
      await rig().skip('10s');
    });
    expect(result.outcome).toBe('reverted');
    expect(attempts).toEqual([1, 2, 3, 4]);
    expect(events.map(({ message }) => message).filter((message) => message.startsWith('cannot'))).toEqual([
      'cannot undo step 2: ended with status 3: no such table (log /logs/1.log)',
    ]);
  });
});

// Peers' S4: a step that runs for ever is the command's own timeout here, and an error like any other: held, not degraded.
test('S4: an error does not move the release on, and its hold reverts it when nobody decides', async () => {
  const world = failing(2, 'do');
  const { result, status } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.untilHeld('error');
    await rig().skip('61m');
  });
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'deadline' });
  expect(status.step).toBe(2);
});

test('a recovery says what may have to be undone by hand', async () => {
  const world = servingWorld();
  const more = { kind: 'recovery', actor: 'sluice', reason: 'it was lost' } as const;
  const { events } = await playRelease(rig(), world, releaseInput(steps, {}, more));
  expect(events.filter(({ page }) => page)).toMatchObject([
    {
      message: 'what the lost release ran may have to be undone by hand: ./before-back.sh; ./migrate-back.sh',
    },
  ]);
  expect(world.did.filter((did) => did.startsWith('undo'))).toEqual([]);
});
