import { gate } from '../../workflow/plans.ts';
import { until } from '../../rigs/until.ts';
import { laneInput } from '../../workflow/inputs.ts';
import { useLane } from '../../workflow/lane-under-test.ts';
import { playProtection, protectionInput } from '../../workflow/protection-under-test.ts';
import { emptyWorld } from '../../workflow/world.ts';
import type { Scenarios } from './scenario.ts';

const gateConfigs = gate.kind === 'gate' ? [gate.gate] : [];

/** Deployments of GitHub that wait. */
export const protectionScenarios: Scenarios = {
  'protection-approved': async (rig) => {
    const world = emptyWorld();
    world.missing = () => (world.answered.length === 0 ? ['not yet'] : []);
    const input = protectionInput({ completed: 'checkout.staging', gates: gateConfigs, approvals: 1 });
    await playProtection(rig, world, input, async (waiting) => {
      await waiting.untilTold(1);
      await waiting.act('approve', 'bob', { key: 'k', bodyHash: 'b' });
    });
    return `protection/${input.id}`;
  },
  'protection-frozen-while-gates-are-asked': async (rig) => {
    const world = emptyWorld();
    let asked = false;
    world.gates = () => {
      asked = true;
      return { outcome: 'pass', summary: 'nothing was found' };
    };
    world.missing = () => (asked ? ['frozen by an incident'] : []);
    const input = protectionInput({ notFrozen: true, gates: gateConfigs });
    await playProtection(rig, world, input, async (waiting) => {
      await waiting.untilTold(1);
      await waiting.act('reject', 'bob', { reason: 'an incident' });
    });
    return `protection/${input.id}`;
  },
  'protection-rejected': async (rig) => {
    const world = emptyWorld();
    world.gates = () => ({ outcome: 'inconclusive', reason: 'no evidence', summary: 'no report' });
    const input = protectionInput({ gates: gateConfigs });
    await playProtection(rig, world, input, async (waiting) => {
      await waiting.untilTold(1);
      await waiting.act('reject', 'bob', { reason: 'an incident' });
    });
    return `protection/${input.id}`;
  },
  'protection-approved-told': async (rig) => {
    const world = emptyWorld();
    const lane = laneInput();
    const input = { ...protectionInput({ approvals: 2 }), lane: lane.lane };
    const play = async (): Promise<unknown> =>
      playProtection(rig, world, input, async (waiting) => {
        await waiting.untilTold(1);
        await waiting.act('approve', 'bob', { key: 'k', bodyHash: 'b' });
        await until('a line', () => world.audited.length === 1);
        await waiting.act('approve', 'cid');
      });
    await useLane(rig, world, play, lane);
    return `protection/${input.id}`;
  },
  // Nothing was ever done in its lane, which begins to exist with the act.
  'protection-rejected-told': async (rig) => {
    const world = emptyWorld();
    world.missing = () => ['not yet'];
    const input = protectionInput({ notFrozen: true });
    await playProtection(rig, world, input, async (waiting) => {
      await waiting.untilTold(1);
      await waiting.act('reject', 'bob', { reason: 'an incident' });
    });
    return `protection/${input.id}`;
  },
};
