import { expect, test } from 'vitest';
import type { RuleConfig } from '../../config/plan.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { bake, cutover, deploy, keep, retire, shift } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { servingWorld, type Finding } from './world.ts';

const rig = useRig();
const rules: RuleConfig[] = [
  {
    name: 'queue',
    query: { kind: 'scrape', url: 'http://metrics', gauge: 'queue', labels: { blue: {}, green: {} } },
    result: 'number',
    success: 'result < 100.0',
    initialDelay: 0,
    interval: 1000,
    failureLimit: 0,
    inconclusiveLimit: 0,
    consecutiveErrorLimit: 4,
    consecutiveSuccessLimit: 0,
    dryRun: false,
  },
];
const message = 'failed: the rule queue: failed (1) > failureLimit (0)';
const failed: Finding = { kind: 'fail', finding: 'rule', reason: 'rule', message, blame: 'queue' };
const unclear: Finding = {
  kind: 'hold',
  finding: 'unclear',
  reason: 'rule inconclusive',
  message: 'the rule queue is inconclusive',
};
const passed: Finding = { kind: 'pass', reason: 'pass', message: 'safe' };

function input(onFail: 'revert' | 'hold', kept = 30): ReturnType<typeof releaseInput> {
  return releaseInput([deploy, shift(500), bake({ onFail }), cutover, keep(kept), retire], { rules });
}

test('A11: a rule that has failed reverts at once, and is to blame', async () => {
  const world = servingWorld();
  world.finds = () => failed;
  const { result, events } = await playRelease(rig(), world, input('revert'));
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
  expect(events.find(({ kind }) => kind === 'verdict')?.data).toEqual({
    verdict: 'fail',
    reason: 'rule',
    blame: 'queue',
  });
});

test('A11: with onFail: hold a person is asked, promote is refused, and retry measures the rule afresh', async () => {
  const world = servingWorld();
  const failing = (since: number | undefined): boolean => since === 0;
  world.finds = ({ bake: asked, rulesAnsweredAt }) =>
    asked === undefined ? undefined : failing(rulesAnsweredAt) ? { ...failed, overBound: true } : passed;
  const { result } = await playRelease(rig(), world, input('hold'), async (running) => {
    await running.untilHeld('rule');
    expect(await running.refused('promote', 'bob')).toMatch(/a rule has failed; retry, or abort/);
    await running.act('retry', 'bob');
  });
  expect(result.outcome).toBe('completed');
  expect(world.watched.every((request) => request.rules?.[0]?.name === 'queue')).toBe(true);
});

test.each(['retry', 'promote'] as const)(
  'A13: an inconclusive rule is held, watched on, and measured afresh after %s',
  async (act) => {
    const world = servingWorld();
    world.finds = ({ bake: asked, muted, rulesAnsweredAt = 0 }) => {
      if (rulesAnsweredAt === 0) return muted.includes('unclear') ? undefined : unclear;
      return asked === undefined ? undefined : passed;
    };
    const { result } = await playRelease(rig(), world, input('revert'), async (running) => {
      await running.untilHeld('rule inconclusive');
      await expect.poll(() => world.watched.at(-1)?.muted).toEqual(['unclear']);
      await running.act(act, 'bob');
    });
    expect(result.outcome).toBe('completed');
    expect(world.watched.at(-1)?.muted).not.toContain('unclear');
  },
);

test('a keep says whether its rules held, or could not be measured', async () => {
  const measured = { at: 0, outcome: 'error', message: 'connect ECONNREFUSED' } as const;
  const summary = { dryRun: false, count: 3, failures: 0, inconclusive: 0, errors: 0 };
  const world = servingWorld();
  world.finds = ({ bake: asked, warm }) => {
    if (asked !== undefined) return passed;
    const told = [
      { ...summary, name: 'queue', phase: 'Running' as const, measurements: [] },
      { ...summary, name: 'lag', phase: 'Error' as const, measurements: [measured] },
    ];
    return warm === null ? undefined : { kind: 'chunk', rules: told };
  };
  const { status } = await playRelease(rig(), world, input('revert', 1500));
  expect(status.steps.find(({ kind }) => kind === 'keep')?.note).toBe(
    'rules held, but the rule lag could not be measured when it was last asked',
  );
});

test('no weight is raised while a rule cannot be measured, and the hold says so', async () => {
  const error = { at: 0, outcome: 'error', message: 'connect ECONNREFUSED' } as const;
  const limit = 'consecutiveErrors (5) > consecutiveErrorLimit (4)';
  const counts = { count: 3, failures: 0, inconclusive: 0, errors: 5 };
  const lag = {
    ...counts,
    name: 'lag',
    phase: 'Error' as const,
    message: limit,
    dryRun: false,
    measurements: [error],
  };
  const world = servingWorld();
  world.finds = ({ bake: asked }) => (asked === undefined ? undefined : { ...passed, rules: [lag] });
  world.evidence = { raiseAllowed: false, overBound: false };
  world.stops = () => ({ kind: 'cancelled', rules: [lag] });
  const steps = [deploy, shift(500), bake({}), shift(2500), cutover, keep(30), retire];
  const { result, events } = await playRelease(
    rig(),
    world,
    releaseInput(steps, { rules }),
    async (running) => {
      await running.untilHeld('rule');
      world.evidence = { raiseAllowed: true, overBound: false };
      await running.act('retry', 'bob');
    },
  );
  expect(result.outcome).toBe('completed');
  expect(events.find(({ kind }) => kind === 'held')?.message).toBe(
    `held: the rule lag is broken, so the weight is not raised: ${limit}`,
  );
});
