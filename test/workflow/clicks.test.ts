/** Clicks as people and Slack make them: two at once, once more, late, and in another order than they were meant. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { approve, cutover, deploy, keep, retire } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { servingWorld } from './world.ts';

const rig = useRig();

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
