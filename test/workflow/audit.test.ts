import { expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { until } from '../rigs/until.ts';
import { useRig } from './environment.ts';
import { submission } from './inputs.ts';
import { useLane } from './lane-under-test.ts';
import { bake, cutover, deploy, retire, shift, smoke } from './plans.ts';
import { playProtection, protectionInput } from './protection-under-test.ts';
import { emptyWorld, servingWorld } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, retire];

test('what people do to a lane and its release becomes one chain, what changes nothing does not', async () => {
  const world = servingWorld();
  world.finds = () => undefined;
  await useLane(rig(), world, async (lane) => {
    const reason = 'as it was';
    await lane.adopt({ ...submission('v1', steps), slot: 'blue', reason });
    const v2 = { ...submission('v2', steps), key: 'k', bodyHash: 'b' };
    await lane.submit(v2);
    const release = lane.release(1);
    await release.untilStep('bake');
    await lane.submit(v2);
    await lane.submit(submission('v2', steps));
    expect(await lane.submit({ ...submission('v9', steps), kind: 'hotfix' })).toMatchObject({
      state: 'refused',
    });
    expect(await release.refused('resume', 'bob', { reason: 'r' })).toMatch(/^act_not_possible/);
    await release.act('pause', 'bob');
    await lane.submit({ ...submission('v3', steps), actor: 'eve' });
    await release.act('resume', 'bob');
    await release.abort();
    await lane.until('v2 gone', ({ past }) => past.some(({ version }) => version === 'v2'));
    await until('six lines', () => world.audited.length >= 6);

    const id = `${lane.name}.1`;
    const idle = { live: 'v1', slot: 'blue', waiting: null, blocked: null };
    expect(world.audited).toMatchObject([
      { act: 'adopt', actor: 'ann', source: 'api', reason, version: 'v1', after: { ...idle, running: null } },
      {
        act: 'start',
        release: id,
        version: 'v2',
        before: { ...idle, running: null },
        after: { ...idle, running: id },
      },
      {
        act: 'pause',
        actor: 'bob',
        release: id,
        version: 'v2',
        before: { phase: 'running', step: 3, weight: 500 },
        after: { phase: 'paused', step: 3, weight: 500, pausedBy: 'bob' },
      },
      {
        act: 'start',
        actor: 'eve',
        release: `${lane.name}.2`,
        after: { ...idle, running: id, waiting: `${lane.name}.2` },
      },
      { act: 'resume', actor: 'bob', release: id },
      { act: 'abort', release: id, before: { phase: 'running' }, after: { phase: 'undoing' } },
    ]);
    const recorded = world.audited.map((act) => act.recorded);
    expect(recorded).toEqual(recorded.toSorted((a, b) => a - b));
    expect(await lane.status()).toMatchObject({ audit: { number: world.audited.length } });
  });
});

test('a freeze that is overridden at the start is a line of its own, as one is that is overridden later', async () => {
  const world = servingWorld();
  world.finds = () => undefined;
  await useLane(rig(), world, async (lane) => {
    const who = { actor: 'ann', source: 'cli', reason: 'the shop is down' } as const;
    await lane.adopt({ ...submission('v1', steps), slot: 'blue' });
    const v2 = { ...submission('v2', steps), ...who, overrideFreeze: true, key: 'k', bodyHash: 'b' } as const;
    await lane.submit(v2);
    await lane.submit(v2);
    const release = lane.release(1);
    await release.untilStep('bake');
    await release.act('override-freeze', 'bob', { reason: 'still down' });
    await until('four lines', () => world.audited.length >= 4);

    const of = { release: `${lane.name}.1`, version: 'v2' };
    const overridden = { freezeOverridden: true };
    expect(world.audited.slice(1)).toMatchObject([
      { act: 'start', ...who, ...of, after: { running: of.release, ...overridden } },
      { act: 'override-freeze', ...who, ...of, before: { freezeOverridden: false }, after: overridden },
      { act: 'override-freeze', actor: 'bob', reason: 'still down', ...of, after: overridden },
    ]);
    await release.abort();
    await lane.until('v2 gone', ({ past, running }) => past.length === 1 && running === null);
    await until('the line of the abort', () => world.audited.length >= 5);
  });
});

test('what people answer to a deployment of GitHub are lines of the lane that it stands for, once each', async () => {
  const world = servingWorld();
  await useLane(rig(), world, async (lane) => {
    const input = { ...protectionInput({ approvals: 3 }), lane: lane.name };
    await playProtection(rig(), world, input, async (waiting) => {
      const once = { reason: 'looks good', source: 'cli', key: 'k', bodyHash: 'b' } as const;
      await Promise.all([waiting.act('approve', 'bob', once), waiting.act('approve', 'bob', once)]);
      expect(await waiting.refused('approve', 'bob')).toBe('act_not_possible');
      const clicks = [1, 2].map(async () => waiting.act('approve', 'cid', { breakGlass: true }));
      expect((await Promise.allSettled(clicks)).map(({ status }) => status).toSorted()).toEqual([
        'fulfilled',
        'rejected',
      ]);
      await waiting.act('reject', 'dan', { reason: 'an incident' });
    });
    await lane.until('every line', ({ audit }) => audit?.number === 3);
    const of = { subject: `deployment ${input.id} of acme/checkout`, version: input.sha };
    const approved = { act: 'deployment-approved', ...of };
    const rejected = { act: 'deployment-rejected', ...of };
    const [none, one, two] = [0, 1, 2].map((approvals) => ({
      state: 'waiting',
      approvals,
      approvalsNeeded: 3,
    }));
    expect(world.audited).toMatchObject([
      { ...approved, actor: 'bob', source: 'cli', reason: 'looks good', before: none, after: one },
      { ...approved, actor: 'cid', source: 'api', breakGlass: true, before: one, after: two },
      { ...rejected, actor: 'dan', reason: 'an incident', before: two, after: { ...two, state: 'rejected' } },
    ]);
    expect(world.audited[0]).not.toHaveProperty('release');
  });
});

test('a lane in which nothing was ever done begins to exist with a line on a deployment', async () => {
  const world = emptyWorld();
  world.missing = () => ['not yet'];
  const input = protectionInput({ notFrozen: true });
  const status = await playProtection(rig(), world, input, async (waiting) => {
    await waiting.act('reject', 'bob', { reason: 'an incident' });
  });
  expect(status.state).toBe('rejected');
  await until('its line', () => world.audited.length > 0);
  expect(world.audited).toMatchObject([
    {
      act: 'deployment-rejected',
      actor: 'bob',
      reason: 'an incident',
      before: { state: 'waiting' },
      after: { state: 'rejected' },
    },
  ]);
});
