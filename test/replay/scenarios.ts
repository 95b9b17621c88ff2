/** What histories are saved of: each plays one release or one lane, and gives the ids of the workflows to save. */
import type { Step } from '../../config/plan.ts';
import { saveDelivery } from './delivery-scenario.ts';
import { actQueue } from '../../workflows/queues.ts';
import { laneInput, laneState, releaseInput, submission } from '../workflow/inputs.ts';
import type { Rig } from '../workflow/environment.ts';
import { frozenScenarios } from './save-frozen.ts';
import { saveRegistry } from './save-registry.ts';
import { scheduleScenarios } from './save-schedules.ts';
import { useLane } from '../workflow/lane-under-test.ts';
import { analysis, bursty, kept } from '../workflow/metrics.ts';
import {
  approve,
  bake,
  cutover,
  deploy,
  errorMetric,
  gate,
  keep,
  ramp,
  resolveTestPlan,
  retire,
  run,
  shift,
  smoke,
} from '../workflow/plans.ts';
import { playProtection, protectionInput } from '../workflow/protection-under-test.ts';
import { playRelease, type Running } from '../workflow/release-under-test.ts';
import { playAudited } from './audited.ts';
import { untilCancelled } from '../workflow/scripted-watch.ts';
import { until } from '../rigs/until.ts';
import { climb, emptyWorld, servingWorld, type Finding, type World } from '../workflow/world.ts';

const canary: Step[] = [deploy, smoke, shift(500), bake(), shift(2500), bake(), cutover, keep(50), retire];
const withApproval: Step[] = [deploy, smoke, shift(500), bake(), approve, cutover, keep(300), retire];

const gateConfigs = gate.kind === 'gate' ? [gate.gate] : [];

/** Every scenario by its name: the name of the saved file. */
export const scenarios: Record<string, (rig: Rig) => Promise<string>> = {
  'canary-completed': async (rig) => release(rig, servingWorld(), canary),
  'shift-seen-by-its-write': async (rig) => {
    const world = servingWorld();
    const requests = { blue: 19, green: 1 };
    world.writes = ({ look }) =>
      look === undefined ? undefined : { seen: { kind: 'proven', requests, message: '1 of 20' } };
    return release(rig, world, canary);
  },
  'frugal-completed': async (rig) => {
    const world = servingWorld();
    world.deploys = async () => until('the stable side to be watched', () => world.calibrated.length > 0);
    const requests = { blue: 19, green: 1 };
    world.writes = ({ look }) =>
      look === undefined ? undefined : { seen: { kind: 'proven', requests, message: '1 of 20' } };
    const input = releaseInput(canary, { metrics: [errorMetric] });
    await playRelease(rig, world, input);
    return `release/${input.id}`;
  },
  'shift-watched-when-long': async (rig) => {
    const world = servingWorld();
    const watched = (mode: string): boolean => world.watched.some((each) => each.mode === mode);
    world.writes = async ({ split }) => {
      if (split?.green === 1000) await until('the write to be watched', () => watched('transition'));
      return undefined;
    };
    world.observes = async (goal) => {
      if (goal === 'raise' && watched('transition'))
        await until('the look to be watched', () => watched('steady'));
      return undefined;
    };
    return release(rig, world, [deploy, shift(500), shift(1000), cutover, retire]);
  },
  'blue-green-completed': async (rig) =>
    release(rig, servingWorld(), [deploy, smoke, cutover, keep(50), retire]),
  'bake-failed-reverted': async (rig) => {
    const world = servingWorld();
    world.finds = bakesEnd({ kind: 'fail', finding: 'harm', reason: 'harm', message: 'errors are worse' });
    return release(rig, world, canary);
  },
  'bake-aborted': async (rig) => {
    const world = servingWorld();
    world.finds = () => undefined;
    return release(rig, world, canary, async (running) => {
      await running.untilStep('bake');
      await running.abort();
    });
  },
  'ramp-completed': async (rig) =>
    release(rig, servingWorld(), [deploy, smoke, ramp(), cutover, keep(50), retire]),
  'ramp-failed-reverted': async (rig) => {
    const world = servingWorld();
    world.finds = (request) =>
      request.weight < 2500
        ? climb(request)
        : { kind: 'fail', finding: 'harm', reason: 'harm', message: 'errors are worse' };
    return release(rig, world, [deploy, smoke, ramp(), cutover, retire]);
  },
  'calibrated-faster-held-promoted': async (rig) => {
    const world = servingWorld();
    world.calibrates = () => ({ errors: bursty() });
    const faster = {
      kind: 'hold',
      finding: 'faster',
      reason: 'faster than before',
      message: 'faster',
    } as const;
    world.finds = bakesEnd(faster);
    const input = releaseInput(canary, { metrics: [kept], analysis });
    await playRelease(rig, world, input, async (running) => {
      await running.untilHeld('faster than before');
      await running.act('promote', 'bob');
    });
    return `release/${input.id}`;
  },
  'calibrating-aborted': async (rig) => {
    const world = servingWorld();
    world.calibrates = async () => untilCancelled().catch(() => undefined);
    world.deploys = untilCancelled;
    const input = releaseInput(canary, { metrics: [errorMetric], analysis });
    await playRelease(rig, world, input, async (running) => {
      await running.untilStep('deploy');
      await running.abort();
    });
    return `release/${input.id}`;
  },
  'bake-inconclusive-held-retried': async (rig) => {
    const world = servingWorld();
    world.finds = bakesEnd({ kind: 'inconclusive', reason: 'no data', message: 'no data' });
    return release(rig, world, canary, async (running) => {
      await running.untilHeld('no data');
      await running.act('retry', 'bob');
    });
  },
  'rule-inconclusive-held-promoted': async (rig) => {
    const world = servingWorld();
    const unclear = {
      kind: 'hold',
      finding: 'unclear',
      reason: 'rule inconclusive',
      message: 'in doubt',
    } as const;
    world.finds = bakesEnd(unclear);
    return release(rig, world, canary, async (running) => {
      await running.untilHeld('rule inconclusive');
      await running.act('promote', 'bob');
    });
  },
  'approved-after-a-pause': async (rig) =>
    release(rig, servingWorld(), withApproval, async (running) => {
      await running.untilStep('approve');
      await running.act('pause', 'bob');
      await running.act('approve', 'bob');
      await running.act('resume', 'bob');
    }),
  'reverted-in-keep': async (rig) => {
    const world = servingWorld();
    return release(
      rig,
      world,
      [deploy, smoke, shift(500), bake(), cutover, keep(60_000), retire],
      async (running) => {
        await running.untilStep('keep');
        world.finds = () => ({
          kind: 'fail',
          finding: 'instances',
          reason: 'instances',
          message: 'none is ready',
        });
      },
    );
  },
  'drift-put-right': async (rig) => {
    const world = servingWorld();
    world.finds = bakesEnd({
      kind: 'drift',
      finding: 'drift',
      reason: 'drift',
      message: 'the split was 50/50',
    });
    return release(rig, world, canary);
  },
  'unstamped-late-write': async (rig) => {
    const world = servingWorld();
    world.lateWrites = 30_000;
    world.finds = bakesEnd({ kind: 'fail', finding: 'harm', reason: 'harm', message: 'errors are worse' });
    const late = [{ blue: 9500, green: 500 }];
    world.observes = (goal) => {
      if (goal === 'zero') world.split = late.pop() ?? world.split;
      return undefined;
    };
    return release(rig, world, canary, async (running) => {
      await running.until('the undo', ({ phase }) => phase === 'undoing');
      await rig.skip('2m');
    });
  },
  'first-release': async (rig) =>
    release(rig, emptyWorld(), withApproval, undefined, {
      stable: null,
      candidate: { slot: 'blue', version: 'v2' },
    }),
  'gate-retried-run-undone': async (rig) => {
    const world = servingWorld();
    world.gates = ({ attempt }) =>
      attempt === 1 ? { outcome: 'inconclusive', reason: 'crashed' } : undefined;
    world.finds = bakesEnd({ kind: 'fail', finding: 'harm', reason: 'harm', message: 'errors are worse' });
    const migrate = run('./migrate.sh', { undo: './migrate-back.sh' });
    const tell = run('./tell.sh');
    const steps: Step[] = [gate, migrate, deploy, shift(500), tell, bake(), cutover, retire];
    return release(rig, world, steps, async (running) => {
      await running.untilHeld('crashed');
      await running.act('retry', 'bob');
    });
  },
  recovery: async (rig) =>
    release(rig, servingWorld(), canary, undefined, {
      kind: 'recovery',
      actor: 'sluice',
      reason: 'it was lost',
    }),
  'lane-adopt-queue-recover': saveBusyLane,
  'lane-continued-as-new': saveContinuedLane,
  'lane-router-put-right': saveGuardedLane,
  'lane-audited': async (rig) => `lane/${await playAudited(rig)}`,
  'release-tells-its-lane': async (rig) => `release/${await playAudited(rig)}.1`,
  'traffic-measured': saveMeasuring,
  ...frozenScenarios,
  'registry-tokens': saveRegistry,
  'delivery-failed-retried-repeated': saveDelivery,
  ...scheduleScenarios,
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

/** A look at what is live in a lane that has no release. */
async function saveMeasuring(rig: Rig): Promise<string> {
  const { lane } = laneInput();
  rig.worlds.set(lane, servingWorld());
  const workflowId = `measure/${lane}`;
  const plan = resolveTestPlan(canary);
  const live = { slot: 'blue', version: 'v1' } as const;
  await rig.client.workflow.execute('measure', {
    workflowId,
    taskQueue: actQueue(rig.prefix),
    args: [{ schemaVersion: 1, lane, plan, live, watched: 2000 }],
  });
  return workflowId;
}

async function release(
  rig: Rig,
  world: World,
  steps: Step[],
  act?: (running: Running) => Promise<unknown>,
  more: Parameters<typeof releaseInput>[2] = {},
): Promise<string> {
  const input = releaseInput(steps, {}, more);
  await playRelease(rig, world, input, act);
  return `release/${input.id}`;
}

/** The first bake finds this; every other one passes. */
function bakesEnd(first: Finding): World['finds'] {
  const findings = [first];
  return ({ bake: asked }) => (asked === undefined ? undefined : (findings.shift() ?? { kind: 'pass' }));
}

async function saveBusyLane(rig: Rig): Promise<string> {
  const world = servingWorld();
  world.finds = () => undefined;
  const input = laneInput();
  const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(50), retire];
  await useLane(
    rig,
    world,
    async (lane) => {
      await lane.adopt({ ...submission('v1', steps), slot: 'blue' });
      await lane.submit({ ...submission('v2', steps), key: 'k', bodyHash: 'b' });
      await lane.submit(submission('v3', steps));
      await lane.submit(submission('v4', steps));
      await lane.release(1).untilStep('bake');
      await lane.release(1).handle.terminate('by hand');
      await lane.until('the recovery', ({ blocked }) => blocked !== null);
      world.finds = ({ bake: asked }) => (asked === undefined ? undefined : { kind: 'pass' });
      await lane.until('v4 live', ({ live, running }) => live?.version === 'v4' && running === null);
      await lane.submit({ ...submission('v2', steps), key: 'k', bodyHash: 'b' });
    },
    input,
  );
  return `lane/${input.lane}`;
}

/** The begin of the run that follows: what is carried over has to be understood by later code. */
async function saveContinuedLane(rig: Rig): Promise<string> {
  const input = { ...laneInput(), carried: laneState({ nextNumber: 7 }) };
  const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(50), retire];
  await useLane(
    rig,
    servingWorld(),
    async (lane) => {
      await lane.submit(submission('v1', steps));
      await lane.submit(submission('v2', steps));
      await lane.until('v2 live', ({ live, running }) => live?.version === 'v2' && running === null);
    },
    input,
  );
  return `lane/${input.lane}`;
}

/** Somebody else changes the router between releases: put right until it is war, and a submit ends the look. */
async function saveGuardedLane(rig: Rig): Promise<string> {
  const world = servingWorld();
  const input = laneInput();
  const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(50), retire];
  await useLane(
    rig,
    world,
    async (lane) => {
      world.stamp = { lane: lane.name, release: 1, act: 3 };
      await lane.adopt({ ...submission('v1', steps), slot: 'blue' });
      for (let changes = 1; changes <= 4; changes += 1) {
        world.split = { blue: 5000, green: 5000 };
        await lane.until(`change ${changes}`, ({ routerEvents }) => routerEvents.length === changes);
      }
      world.split = { blue: 10_000, green: 0 };
      await lane.until('peace', ({ router }) => router?.state === 'as-written');
      await lane.submit(submission('v2', steps));
      await lane.until('v2 live', ({ live, running }) => live?.version === 'v2' && running === null);
    },
    input,
  );
  return `lane/${input.lane}`;
}
