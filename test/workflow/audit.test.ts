import { expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { until } from '../rigs/until.ts';
import { useRig } from './environment.ts';
import { submission } from './inputs.ts';
import { useLane } from './lane-under-test.ts';
import { bake, cutover, deploy, retire, shift, smoke } from './plans.ts';
import { servingWorld } from './world.ts';

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
