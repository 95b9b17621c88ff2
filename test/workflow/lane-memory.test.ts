import { expect, onTestFinished, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { freshAudit } from '../../workflows/audit.ts';
import type { AuditAct } from '../../workflows/audit-messages.ts';
import type { LaneState, Submission } from '../../workflows/lane-messages.ts';
import { useRig } from './environment.ts';
import { laneInput, laneState, submission } from './inputs.ts';
import { useLane } from './lane-under-test.ts';
import { bake, cutover, deploy, keep, resolveTestPlan, retire, shift, smoke } from './plans.ts';
import { until } from '../rigs/until.ts';
import { emptyWorld, servingWorld, type World } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(30), retire];

/** A lane in which v1 is live in blue, as an earlier run left it. */
function carried(more: Partial<LaneState> = {}): ReturnType<typeof laneInput> {
  return { ...laneInput(), carried: laneState(more) };
}

test('the same key with the same body is answered as before; with another body it is a conflict', async () => {
  await useLane(rig(), emptyWorld(), async (lane) => {
    const asked: Submission = { ...submission('v1', steps), key: 'k', bodyHash: 'b' };
    const first = await lane.submit(asked);
    await lane.until('v1 live', ({ live, running }) => live !== null && running === null);
    expect(await lane.submit(asked)).toEqual(first);
    expect(await lane.submit({ ...asked, version: 'v2', bodyHash: 'c' })).toEqual({ state: 'conflict' });
    expect(await lane.status()).toMatchObject({ nextNumber: 2, running: null });
  });
});

test('an answer is forgotten after 24 hours', async () => {
  const asked: Submission = { ...submission('v1', steps), bodyHash: 'c' };
  const hour = 3_600_000;
  const given = { bodyHash: 'b', answer: { state: 'live', id: null } } as const;
  const at = await now();
  await useLane(
    rig(),
    servingWorld(),
    async (lane) => {
      expect(await lane.submit({ ...asked, key: 'new' })).toEqual({ state: 'conflict' });
      expect(await lane.submit({ ...asked, key: 'old' })).toEqual({ state: 'live', id: null });
    },
    carried({ answers: { new: { ...given, at: at - 23 * hour }, old: { ...given, at: at - 25 * hour } } }),
  );
});

test('at most 1,000 answers are kept, the newest', async () => {
  const entry = { bodyHash: 'b', at: await now(), answer: { state: 'live', id: null } } as const;
  const answers = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, entry]));
  await useLane(
    rig(),
    servingWorld(),
    async (lane) => {
      await lane.submit({ ...submission('v1', steps), key: 'new', bodyHash: 'b' });
      expect(await lane.submit({ ...submission('v9', steps), key: 'k1', bodyHash: 'x' })).toEqual({
        state: 'conflict',
      });
      const forgotten = await lane.submit({ ...submission('v1', steps), key: 'k0', bodyHash: 'x' });
      expect(forgotten).toEqual({ state: 'live', id: null });
    },
    carried({ answers }),
  );
});

test('of answers that take much the newest are kept', async () => {
  const at = await now();
  const large = (length: number): LaneState['answers'][string] => {
    const answer = { state: 'refused', code: 'lane_blocked', message: 'x'.repeat(length) } as const;
    return { bodyHash: 'b', at, answer };
  };
  await useLane(
    rig(),
    servingWorld(),
    async (lane) => {
      const ask = async (key: string) => lane.submit({ ...submission('v1', steps), key, bodyHash: 'c' });
      await ask('new');
      expect(await ask('newer')).toEqual({ state: 'conflict' });
      expect(await ask('old')).toEqual({ state: 'live', id: null });
    },
    carried({ answers: { old: large(100_000), newer: large(199_900) } }),
  );
});

test('while no act can be written, a submit and an adopt are refused above 100 kB, a rollback above 250 kB', async () => {
  const held = holdAudit();
  const keyed: Submission = { ...submission('v1', steps), key: 'k', bodyHash: 'b' };
  const adoption = { ...submission('v1', steps), slot: 'blue' } as const;
  const behind = { cause: { type: 'audit_behind' } };
  await useLane(
    rig(),
    held.world,
    async (lane) => {
      await expect(lane.submit(submission('v2', steps))).rejects.toMatchObject(behind);
      await expect(lane.adopt(adoption)).rejects.toMatchObject(behind);
      expect(await lane.submit(keyed)).toEqual({ state: 'live', id: null });
      expect(await lane.adopt({ ...adoption, key: 'k', bodyHash: 'b' })).toEqual({ state: 'adopted' });
      expect(await lane.rollback()).toMatchObject({ state: 'refused', code: 'not_known_good' });
      await lane.handle.signal('acted', { version: 'v1', acts: [largeAct(150_000)] });
      await expect(lane.rollback()).rejects.toMatchObject(behind);
      await expect(lane.submit({ ...submission('v2', steps), kind: 'hotfix' })).rejects.toMatchObject(behind);
      expect(await lane.status()).toMatchObject({ nextNumber: 2, running: null });
      held.write();
      await lane.until('the last line', ({ audit }) => audit?.number === 2);
      expect(await lane.submit(submission('v2', steps))).toMatchObject({ state: 'running' });
    },
    carried({
      audit: { ...freshAudit(), pending: [largeAct(100_000)] },
      adopted: { k: { bodyHash: 'b', at: await now() } },
      answers: { k: { bodyHash: 'b', at: await now(), answer: { state: 'live', id: null } } },
    }),
  );
});

test('a long history begins anew when the lane is idle, with all that it remembers and looks after', async () => {
  const input = carried({ plan: resolveTestPlan(steps) });
  const world = servingWorld();
  await useLane(
    rig(),
    world,
    async (lane) => {
      await until('the guard', () => world.inside.has('guard'));
      const { firstExecutionRunId } = lane.handle;
      const keyed = { ...submission('v1', steps), key: 'k', bodyHash: 'b' };
      const answer = await lane.submit(keyed);
      // What a release tells that is not the lane's own changes nothing but the history's length.
      const latest = rig().client.workflow.getHandle(`lane/${lane.name}`);
      for (let hundreds = 0; hundreds < 41; hundreds += 1) {
        await Promise.all(Array.from({ length: 100 }, async () => latest.signal('over', { id: 'none' })));
      }
      await until('a new run', async () => (await latest.describe()).runId !== firstExecutionRunId, 60_000);
      expect(await latest.query('lane-status')).toMatchObject({
        live: { slot: 'blue', version: 'v1' },
        nextNumber: 2,
      });
      expect(await latest.executeUpdate('submit', { args: [keyed] })).toEqual(answer);
      world.split = { blue: 0, green: 10_000 };
      await until('the router to be put right', () => world.split?.blue === 10_000);
    },
    input,
  );
});

/** A world in which v1 serves, whose archive takes no line before it is told to. */
function holdAudit(): { world: World; write: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  onTestFinished(() => resolve(undefined));
  const world = servingWorld();
  world.audits = async () => promise;
  return { world, write: () => resolve(undefined) };
}

/** An act of somebody who has much to say. */
function largeAct(length: number): AuditAct {
  const who = { actor: 'ann', source: 'api', reason: 'x'.repeat(length) } as const;
  return { at: 1, recorded: 1, act: 'pause', ...who, before: null, after: null };
}

/** The server's time, which tests before may have moved on. */
async function now(): Promise<number> {
  return rig().environment.currentTimeMs();
}
