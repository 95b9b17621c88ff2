import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { addInterval, beginSums } from '../../analysis/calibration/stable-sums.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { kept } from './metrics.ts';
import { cutover, deploy, errorMetric, keep, ramp, retire, shift } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { climb, servingWorld, type Finding, type World } from './world.ts';
import { untilCancelled } from './scripted-watch.ts';
import type { RampStep } from '../../config/plan.ts';

const rig = useRig();
const MINUTE = 60_000;

function input(more: Partial<RampStep> = {}): ReturnType<typeof releaseInput> {
  return releaseInput([deploy, ramp(more), cutover, keep(30), retire]);
}

/** A world whose ramp climbs up to a weight in basis points and then finds this. */
function stopsAt(top: number, finding: Finding | (() => Finding)): World {
  const world = servingWorld();
  world.finds = (request) => {
    if (request.ramp === undefined) return undefined;
    if (request.weight < top) return climb(request);
    return typeof finding === 'function' ? finding() : finding;
  };
  return world;
}

function written({ did }: World): string[] {
  return did.filter((each) => each.startsWith('write'));
}

test('a good release climbs to the top, each raise written, observed and watched anew', async () => {
  const world = servingWorld();
  world.stops = (request) => ({ kind: 'cancelled', ramp: viewOf(request.weight) });
  const { result, status, events } = await playRelease(rig(), world, input({ lateBudget: 400 }));
  expect(result.outcome).toBe('completed');
  expect(written(world)).toEqual([9900, 9500, 7500, 5000, 0].map((blue) => `write ${blue}/${10_000 - blue}`));
  expect(status.steps[1]?.note).toBe('safe at the top');
  expect(events.filter(({ kind }) => kind === 'raised')).toMatchObject([
    {
      message: 'the ramp begins at 1 %: nothing is known of the traffic yet',
      data: { from: 0, to: 100 },
    },
    { message: 'raised to 5 %', data: { from: 100, to: 500 } },
    { data: { from: 500, to: 2500 } },
    { data: { from: 2500, to: 5000 } },
  ]);
  expect(events.filter(({ kind }) => kind === 'observed').length).toBeGreaterThanOrEqual(4);
  const asked = world.watched.filter((request) => request.ramp !== undefined);
  expect(asked.map(({ weight }) => weight)).toEqual([100, 500, 2500, 5000]);
  expect(new Set(asked.map(({ stage }) => stage)).size).toBe(4);
  expect(new Set(asked.map((request) => request.ramp?.maxUntil)).size).toBe(1);
  expect(asked[0]?.ramp).toMatchObject({ budget: 50, lateBudget: 400, from: 100, to: 5000, maxFactor: 5 });
  expect(asked[0]?.ramp?.effect).toBeLessThan(MINUTE);
});

test('a ramp never goes down: it begins at the weight that stands', async () => {
  const world = servingWorld();
  const steps = [deploy, shift(1000), ramp(), cutover, keep(30), retire];
  await playRelease(rig(), world, releaseInput(steps));
  expect(written(world)).toEqual(['write 9000/1000', 'write 5000/5000', 'write 0/10000']);
});

test('the first weight is smaller where the stable side is known to have more traffic than the budget bears', async () => {
  const world = servingWorld();
  const sums = addInterval(beginSums(1), { total: 20_000, bad: [200] });
  const learnt = Promise.withResolvers<void>();
  // As the real one it looks until the shift ends it: what ends by itself at that moment the server would refuse to end.
  world.calibrates = async () => {
    learnt.resolve();
    await untilCancelled().catch(() => undefined);
    return { errors: { by: 'watched', sums, seen: 10_000, requests: 20_000 } };
  };
  // A deploy takes long enough to look at the traffic meanwhile.
  world.deploys = async () => learnt.promise;
  const steps = [deploy, ramp(), cutover, keep(30), retire];
  const { events } = await playRelease(rig(), world, releaseInput(steps, { metrics: [errorMetric] }));
  const [first] = events.filter(({ kind }) => kind === 'raised');
  expect(first?.message).toMatch(
    /^the ramp begins at 0\.\d+ % instead of 1 %: at 2,000 requests a second more would cost above 50 bad responses/,
  );
  const { to } = z.object({ to: z.number() }).parse(first?.data);
  expect(to).toBeGreaterThanOrEqual(1);
  expect(to).toBeLessThanOrEqual(12);
  expect(written(world)[0]).toBe(`write ${10_000 - to}/${to}`);
});

test('harm in mid-ramp reverts', async () => {
  const harm: Finding = { kind: 'fail', finding: 'harm', reason: 'harm', message: 'errors are worse' };
  const world = stopsAt(500, harm);
  const { result } = await playRelease(rig(), world, input());
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
  expect(written(world)).toEqual(['write 9900/100', 'write 9500/500', 'write 10000/0']);
});

test('at the deadline it asks a person at the weight that stands; retry climbs on from there', async () => {
  const unsure: Finding = { kind: 'inconclusive', reason: 'too few requests', message: 'inconclusive' };
  const world = stopsAt(500, unsure);
  const { result, events } = await playRelease(rig(), world, input(), async (running) => {
    const held = await running.untilHeld('too few requests');
    expect(held.hold).toMatchObject({ promotable: true, retryable: true, onDeadline: 'revert' });
    await expect.poll(() => world.watched.at(-1)?.ramp).toBeUndefined();
    const first = world.watched.find((request) => request.ramp !== undefined)?.ramp?.maxUntil ?? 0;
    world.finds = climb;
    await running.act('retry', 'bob');
    const last = (): number =>
      world.watched.findLast((request) => request.ramp !== undefined)?.ramp?.maxUntil ?? 0;
    await expect.poll(last).toBeGreaterThan(first);
  });
  expect(result.outcome).toBe('completed');
  expect(events.find(({ kind }) => kind === 'verdict')?.data).toMatchObject({ verdict: 'inconclusive' });
  expect(written(world)).toHaveLength(5);
});

describe('what people do in mid-ramp', () => {
  test('nothing is raised while it is paused, and its time stands still; extend moves its end; promote ends it', async () => {
    const world = stopsAt(500, undefined);
    const { result, status, events } = await playRelease(rig(), world, input(), async (running) => {
      await running.until('5 %', ({ traffic }) => traffic.asked === 500);
      await expect.poll(() => world.watched.at(-1)?.ramp).toBeDefined();
      const first = world.watched.at(-1)?.ramp?.maxUntil ?? 0;
      await running.act('pause', 'bob');
      await expect.poll(() => world.watched.at(-1)?.ramp).toBeUndefined();
      // From here the evidence would raise it.
      world.finds = climb;
      await rig().skip(500);
      expect(written(world)).toHaveLength(2);
      world.finds = () => undefined;
      await running.act('resume', 'bob');
      await expect.poll(() => world.watched.at(-1)?.ramp).toBeDefined();
      const resumed = world.watched.at(-1)?.ramp?.maxUntil ?? 0;
      expect(resumed).toBeGreaterThanOrEqual(first + 500);
      const { deadline } = await running.act('extend', 'bob', { by: MINUTE });
      expect(deadline).toBe(resumed + MINUTE);
      await expect.poll(() => world.watched.at(-1)?.ramp?.maxUntil).toBe(deadline);
      await running.act('promote', 'bob', { reason: 'known flake' });
    });
    expect(result.outcome).toBe('completed');
    expect(status.steps[1]?.note).toBe('ended by promote at 5 %, without a verdict');
    expect(events.find(({ kind }) => kind === 'promoted')).toMatchObject({ actor: 'bob' });
    expect(written(world)).toEqual(['write 9900/100', 'write 9500/500', 'write 0/10000']);
  });

  test('an abort reverts', async () => {
    const world = stopsAt(500, undefined);
    const { result } = await playRelease(rig(), world, input(), async (running) => {
      await running.until('5 %', ({ traffic }) => traffic.asked === 500);
      await expect.poll(() => world.watched.at(-1)?.ramp).toBeDefined();
      await running.abort();
    });
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'abort' });
  });
});

test('a raise that cannot be written is asked about, and the evidence is weighed anew before the next', async () => {
  const world = servingWorld();
  let refusals = 1;
  world.writes = ({ split }) => {
    if (split?.green !== 2500 || refusals === 0) return undefined;
    refusals -= 1;
    return { kind: 'not-ready', message: 'no instance in green is ready' };
  };
  const { result } = await playRelease(rig(), world, input(), async (running) => {
    await running.untilHeld('not-ready');
    // While it was held, so much traffic has come that the same share is too much.
    world.finds = (request) =>
      request.weight === 500 && request.ramp !== undefined
        ? { kind: 'raise', reason: 'raise', message: 'raised to 8 %', raise: 800 }
        : climb(request);
    await running.act('retry', 'bob');
  });
  expect(result.outcome).toBe('completed');
  expect(written(world).slice(1, 4)).toEqual(['write 9500/500', 'write 9200/800', 'write 6000/4000']);
});

test('no time passes for a ramp while its first weight is held', async () => {
  const world = servingWorld();
  let refusals = 1;
  world.writes = () => {
    refusals -= 1;
    return refusals < 0 ? undefined : { kind: 'not-ready', message: 'no instance in green is ready' };
  };
  const steps = [deploy, ramp(), cutover, keep(30), retire];
  const patient = releaseInput(steps, { holdDeadline: 360 * MINUTE });
  const { events } = await playRelease(rig(), world, patient, async (running) => {
    await running.untilHeld('not-ready');
    await rig().skip('2h');
    await running.act('retry', 'bob');
  });
  const held = events.find(({ kind }) => kind === 'held')?.at ?? 0;
  const first = world.watched.find((request) => request.ramp !== undefined)?.ramp;
  expect(first?.maxUntil).toBeGreaterThanOrEqual(held + 179 * MINUTE);
});

test('what a fault costs counts how late the metrics tell, for the release and for whoever judges it again', async () => {
  const world = servingWorld();
  const metrics = [{ ...kept, source: { ...kept.source, delay: MINUTE } }];
  await playRelease(rig(), world, releaseInput([deploy, ramp(), cutover, keep(30), retire], { metrics }));
  const effect = world.watched.find((request) => request.ramp !== undefined)?.ramp?.effect;
  expect(effect).toBeGreaterThanOrEqual(MINUTE);
});

test('a ramp whose first or last weight the router cannot hold is refused before anything is done', async () => {
  const world = servingWorld();
  const { result } = await playRelease(rig(), world, input({ from: 0.5 }));
  expect(result).toMatchObject({ outcome: 'refused' });
  expect(result.reason).toBe('the router cannot hold 0.005 %: its weights are steps of 0.01 %');
});

function viewOf(weight: number): NonNullable<Exclude<Finding, undefined>['ramp']> {
  return { weight, next: weight * 5, sentence: `at ${weight / 100} %: waiting`, uncoverable: [] };
}
