/** Clicks as people and Slack make them: two at once, once more, late, and in another order than they were meant. */
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventKind } from '../../config/events.ts';
import type { Step } from '../../config/plan.ts';
import type { Extension } from '../../workflows/messages.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { approve, bake, cutover, deploy, keep, retire, shift } from './plans.ts';
import { playRelease, type ActName, type Running } from './release-under-test.ts';
import { servingWorld } from './world.ts';

// The time-skipping server stands still when a chunk of the watch ends in the moment in which a click cancels it.
const rig = useRig('real');

/** What one person does: a click on the message as it was some states ago, or the same click told once more. */
const clickDrawn = fc.record({
  act: fc.constantFrom('pause', 'resume', 'approve'),
  actor: fc.constantFrom('bob', 'eve'),
  age: fc.constantFrom(0, 0, 0, 1, 3),
  again: fc.option(fc.nat(50), { freq: 3 }),
});

interface Click {
  act: 'pause' | 'resume' | 'approve';
  actor: string;
  token: string;
  key: string;
}

test('each state is acted on once, nobody counts twice, and what is old does nothing', async () => {
  const steps: Step[] = [deploy, { ...approve, count: 3 }, cutover, keep(30), retire];
  const rounds = fc.array(fc.array(clickDrawn, { minLength: 1, maxLength: 4 }), {
    minLength: 4,
    maxLength: 7,
  });
  await fc.assert(
    fc.asyncProperty(rounds, async (drawn) => {
      const tokens: string[] = [];
      const clicks: Click[] = [];
      const taken = new Map<string, Click>();
      const wrong: Click[] = [];
      const { events } = await playRelease(rig(), servingWorld(), releaseInput(steps), async (running) => {
        await running.untilStep('approve');
        for (const round of drawn) {
          const { token } = await running.status();
          tokens.push(token);
          const sent = round.map(({ act, actor, age, again }): Click => {
            const before = again === null ? undefined : clicks[again];
            return (
              before ?? {
                act,
                actor,
                token: tokens.at(-1 - age) ?? token,
                key: `k${clicks.length}-${actor}-${act}-${age}`,
              }
            );
          });
          clicks.push(...sent);
          await Promise.all(
            sent.map(async (click) => {
              const { act, actor, token: seen, key } = click;
              const known = taken.has(key);
              const refused = await running
                .act(act, actor, { step: 1, token: seen, key, bodyHash: `${act} ${seen}` })
                .then(
                  () => false,
                  () => true,
                );
              if (!refused) taken.set(key, click);
              // A click that was taken once is answered as before, however the release stands.
              if (known ? refused : !refused && seen !== token) wrong.push(click);
            }),
          );
        }
        await running.abort('ann');
      });
      expect(wrong).toEqual([]);
      const done = events.filter(({ kind }) => ['paused', 'resumed', 'approved'].includes(kind));
      expect(done).toHaveLength(taken.size);
      const approvers = done.filter(({ kind }) => kind === 'approved').map(({ actor }) => actor);
      expect(new Set(approvers).size).toBe(approvers.length);
      const turns = done.filter(({ kind }) => kind !== 'approved').map(({ kind }) => kind);
      expect(turns).toEqual(turns.map((_, index) => (index % 2 === 0 ? 'paused' : 'resumed')));
      const moved = [...taken.values()].filter(({ act }) => act !== 'approve').map(({ token }) => token);
      expect(new Set(moved).size).toBe(moved.length);
    }),
    { numRuns: 4 },
  );
});

/** What is recorded of each act that is taken. */
const RECORDED: [ActName, EventKind][] = [
  ['pause', 'paused'],
  ['resume', 'resumed'],
  ['promote', 'promoted'],
  ['extend', 'extended'],
  ['approve', 'approved'],
  ['retry', 'retried'],
  ['leave', 'left'],
  ['override-freeze', 'freeze-overridden'],
];

/** Every act there is. What ends a release comes seldom, so that something is left to click at. */
const anyClickDrawn = fc.record({
  act: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom<ActName>('pause', 'resume', 'promote', 'extend') },
    { weight: 3, arbitrary: fc.constantFrom<ActName>('approve', 'retry', 'override-freeze') },
    { weight: 1, arbitrary: fc.constantFrom<ActName | 'abort'>('leave', 'abort') },
  ),
  actor: fc.constantFrom('bob', 'eve'),
  age: fc.constantFrom(0, 0, 0, 1, 3),
  again: fc.option(fc.nat(50), { freq: 3 }),
});

interface AnyClick {
  act: ActName | 'abort';
  actor: string;
  /** The step and the token of the message that was clicked. */
  seen: { step: number; token: string };
  key: string;
}

/** Sends one; `gone`: the release has ended, and nobody is there to answer. */
async function send(running: Running, click: AnyClick): Promise<'taken' | 'refused' | 'gone'> {
  const { act, actor, seen, key } = click;
  const more = { key, reason: 'seen on the phone', bodyHash: `${act} ${seen.token}` };
  const args: [Partial<Extension>] = [
    { actor, ...seen, ...more, ...(act === 'extend' ? { by: 60_000 } : {}) },
  ];
  try {
    if (act === 'abort') await running.abort(actor, more);
    else await running.handle.executeUpdate(act, { args });
    return 'taken';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'gone';
    if (error instanceof WorkflowUpdateFailedError) return 'refused';
    throw error;
  }
}

test('from bake to bake, whatever is clicked twice, late or at once has one effect, and an abort one undo', async () => {
  const bakes = [shift(1000), bake(), shift(2500), bake(), shift(5000), bake()];
  const steps: Step[] = [deploy, ...bakes, cutover, keep(30), retire];
  const rounds = fc.array(fc.array(anyClickDrawn, { minLength: 1, maxLength: 4 }), {
    minLength: 4,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(rounds, async (drawn) => {
      const states: AnyClick['seen'][] = [];
      const clicks: AnyClick[] = [];
      const taken = new Map<string, AnyClick>();
      const wrong: AnyClick[] = [];
      const world = servingWorld();
      world.finds = () => undefined;
      const { events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
        await running.untilStep('bake');
        for (const round of drawn) {
          const { step, token } = await running.until('a status', () => true);
          states.push({ step, token });
          const sent = round.map(({ act, actor, age, again }): AnyClick => {
            const before = again === null ? undefined : clicks[again];
            const seen = states.at(-1 - age) ?? { step, token };
            return before ?? { act, actor, seen, key: `k${clicks.length}-${actor}-${act}-${age}` };
          });
          clicks.push(...sent);
          await Promise.all(
            sent.map(async (click) => {
              const known = taken.has(click.key);
              const answer = await send(running, click);
              if (answer === 'taken') taken.set(click.key, click);
              const isStale = click.act !== 'abort' && click.seen.token !== token;
              if (known ? answer === 'refused' : answer === 'taken' && isStale) wrong.push(click);
            }),
          );
        }
        await running.abort('ann').catch((error: unknown) => {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        });
      });
      expect(wrong).toEqual([]);
      const acts = [...taken.values()];
      for (const [act, recorded] of RECORDED) {
        const done = events.filter(({ kind, actor }) => kind === recorded && actor !== undefined);
        expect([act, done.length]).toEqual([act, acts.filter((each) => each.act === act).length]);
      }
      const moved = acts.filter(({ act }) => act !== 'approve' && act !== 'abort');
      expect(new Set(moved.map(({ seen }) => seen.token)).size).toBe(moved.length);
      expect(events.filter(({ kind }) => kind === 'undo-started').length).toBeLessThanOrEqual(1);
      const aborts = events.filter(({ kind }) => kind === 'abort-requested').length;
      expect(aborts).toBeLessThanOrEqual(acts.filter(({ act }) => act === 'abort').length + 1);
    }),
    { numRuns: 6, endOnFailure: true },
  );
});
