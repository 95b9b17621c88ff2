import { describe, expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { approve, bake, cutover, deploy, keep, retire, shift } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { servingWorld } from './world.ts';

const rig = useRig();
const early: Step[] = [deploy, approve, cutover, keep(30), retire];

test('n people approve, nobody twice and not the author; clicks of two at once both count', async () => {
  const steps: Step[] = [deploy, { ...approve, count: 2 }, cutover, keep(30), retire];
  const { result, status, events } = await playRelease(
    rig(),
    servingWorld(),
    releaseInput(steps),
    async (running) => {
      await running.untilStep('approve');
      const seen = await running.status();
      expect(await running.refused('approve', 'ann')).toMatch(/^approval_by_author: ann started/);
      await running.act('approve', 'bob', { reason: 'looks good' });
      expect(await running.refused('approve', 'bob')).toMatch(/^act_not_possible: bob has approved already/);
      await running.act('approve', 'eve', { step: seen.step, token: seen.token });
    },
  );
  expect(result.outcome).toBe('completed');
  expect(status.steps[1]?.note).toBe('approved by bob, eve');
  expect(
    events.filter(({ kind }) => kind === 'approved').map(({ actor, reason }) => [actor, reason]),
  ).toEqual([
    ['bob', 'looks good'],
    ['eve', ''],
  ]);
});

test('only members of its groups approve, and whom it asks stands in the event and the status', async () => {
  const groups = [
    { name: 'payments', least: 1 },
    { name: 'security', least: 1 },
  ];
  const steps: Step[] = [deploy, { ...approve, count: 2, groups }, cutover, keep(30), retire];
  const { status, events } = await playRelease(
    rig(),
    servingWorld(),
    releaseInput(steps),
    async (running) => {
      const { sentence, approval } = await running.untilStep('approve');
      expect(sentence).toBe(approval?.sentence);
      expect(await running.refused('approve', 'eve')).toMatch(/^not_an_approver: eve may not approve this/);
      expect(await running.refused('approve', 'eve', { groups: ['payments'], roles: ['viewer'] })).toMatch(
        /^not_an_approver: eve has not the role/,
      );
      await running.act('approve', 'bob', { groups: ['payments', 'sales'], roles: ['approver'] });
      await running.act('approve', 'eve', { groups: ['payments'] });
      expect((await running.status()).sentence).toMatch(/^2 of 2 approvals, 0 of 1 from security; it waits/);
      await running.act('approve', 'dan', { groups: ['security'] });
    },
  );
  expect(status.approvals.map(({ actor, groups: counted }) => [actor, counted])).toEqual([
    ['bob', ['payments']],
    ['eve', ['payments']],
    ['dan', ['security']],
  ]);
  expect(events.find(({ kind, step }) => kind === 'step-started' && step === 1)?.message).toBe(
    'approve by 2 people: members of payments (at least 1) or security (at least 1), with the role approver, but not ann who started it',
  );
});

test('an approval of another step or an older state is refused as stale', async () => {
  const steps: Step[] = [deploy, approve, approve, cutover, keep(30), retire];
  await playRelease(rig(), servingWorld(), releaseInput(steps), async (running) => {
    await running.untilStep('approve');
    const first = await running.status();
    expect(await running.refused('approve', 'bob', { step: 0 })).toMatch(/^stale_act/);
    expect(await running.refused('approve', 'bob', { token: '1.0' })).toMatch(/^stale_act/);
    await running.act('approve', 'bob');
    await running.until('the second approval', ({ step }) => step === 2);
    expect(await running.refused('approve', 'eve', { step: first.step, token: first.token })).toMatch(
      /^stale_act/,
    );
    await running.act('approve', 'bob');
  });
});

test('nothing but an approval step can be approved', async () => {
  const world = servingWorld();
  world.finds = () => undefined;
  await playRelease(
    rig(),
    world,
    releaseInput([deploy, shift(100), bake(), cutover, keep(30), retire]),
    async (running) => {
      await running.untilStep('bake');
      expect(await running.refused('approve', 'bob')).toMatch(
        /^act_not_possible: the present step is no approval/,
      );
      await running.act('promote', 'bob');
    },
  );
});

describe('when nobody approves in time', () => {
  test('revert: the release is undone, cause deadline', async () => {
    const { result } = await playRelease(rig(), servingWorld(), releaseInput(early), async (running) => {
      await running.untilStep('approve');
      await rig().skip('61m');
    });
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'deadline' });
    expect(result.reason).toMatch(/^0 of 1 approvals when the deadline passed/);
  });

  test('revert also while the candidate has traffic', async () => {
    const world = servingWorld();
    const steps: Step[] = [deploy, shift(500), { ...approve, deadline: 200 }, cutover];
    const { result } = await playRelease(rig(), world, releaseInput(steps));
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'deadline' });
  });

  test('hold: retry begins a new term, and approvals given before still count', async () => {
    const steps: Step[] = [deploy, { ...approve, count: 2, onDeadline: 'hold' }, cutover, keep(30), retire];
    const input = releaseInput(steps, { holdDeadline: 3_600_000 });
    const { result, status } = await playRelease(rig(), servingWorld(), input, async (running) => {
      await running.untilStep('approve');
      await running.act('approve', 'bob');
      await rig().skip('61m');
      await running.untilHeld('approval');
      expect(await running.refused('approve', 'eve')).toMatch(/its deadline has passed; retry, then approve/);
      expect(await running.refused('promote', 'eve')).toMatch(/^act_not_possible: promote is no answer/);
      await running.act('retry', 'eve');
      await running.act('approve', 'eve');
    });
    expect(result.outcome).toBe('completed');
    expect(status.steps[1]?.note).toBe('approved by bob, eve');
  });

  test('a pause moves the deadline', async () => {
    const { result } = await playRelease(rig(), servingWorld(), releaseInput(early), async (running) => {
      await running.untilStep('approve');
      await rig().skip('40m');
      await running.act('pause', 'bob');
      await rig().skip('40m');
      await running.act('resume', 'bob');
      await rig().skip('15m');
      await running.act('approve', 'bob');
    });
    expect(result.outcome).toBe('completed');
  });
});

test('an approval given while paused counts, and the release goes on when resumed', async () => {
  const world = servingWorld();
  const { result } = await playRelease(rig(), world, releaseInput(early), async (running) => {
    await running.untilStep('approve');
    await running.act('pause', 'eve');
    await running.act('approve', 'bob');
    await running.until('the step done', ({ steps }) => steps[1]?.state === 'done');
    expect(world.did).toEqual(['deploy v2 green']);
    await running.act('resume', 'eve');
  });
  expect(result.outcome).toBe('completed');
});

test('a fail during an approval reverts at once', async () => {
  const world = servingWorld();
  world.finds = () => undefined;
  const input = releaseInput([deploy, shift(500), approve, cutover]);
  const { result } = await playRelease(rig(), world, input, async (running) => {
    await running.untilStep('approve');
    world.finds = () => ({ kind: 'fail', finding: 'harm', reason: 'harm', message: 'worse' });
  });
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
});
