import { gate } from '../../workflow/plans.ts';
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
};
