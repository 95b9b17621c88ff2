import { expect, test } from 'vitest';
import type { ProcessEvent } from '../../../../activities/process-events.ts';
import { useVirtualTime } from '../virtual-time.ts';
import { asked, good, loaded, watching } from './watching.ts';

useVirtualTime();

test('each check tells how the watch stands: the split read back and observed, and evidence over its bounds', async () => {
  const now = Date.now();
  const bake = { until: 'safe', minRequests: 100, minUntil: now, maxUntil: now + 20_000 } as const;
  const world = {
    ...loaded(good),
    get requests() {
      const seen = Date.now() - now;
      return { blue: 3 * seen, green: seen };
    },
  };
  const { context, answer, heartbeats } = watching(world, asked({ bake, until: now + 20_000 }));
  const told: ProcessEvent[] = [];
  context.events.listen((event) => told.push(event));
  expect(await answer).toMatchObject({ kind: 'pass' });
  const last = told.findLast((event) => event.kind === 'watch-checked');
  if (last?.kind !== 'watch-checked') throw new Error('no check was told');
  const { readBack, observed, evidence, overBounds } = last.figures();
  expect({ readBack, observed }).toEqual({ readBack: 5000, observed: 2500 });
  expect(heartbeats.at(-1)?.heartbeat).toMatchObject({ readBack: 5000, observed: 2500 });
  expect(evidence.map(({ name, proven }) => ({ name, proven }))).toEqual([{ name: 'errors', proven: true }]);
  expect(overBounds).toEqual({ errors: { harm: expect.any(Number), safe: 1 } });
  expect(overBounds['errors']?.harm).toBeLessThan(0.5);
});

test('a router that cannot be read has no share by its own account', async () => {
  const world = { ...loaded(good), routerDown: 'no answer' };
  const { context, answer } = watching(world, asked());
  const told: ProcessEvent[] = [];
  context.events.listen((event) => told.push(event));
  await answer;
  const last = told.findLast((event) => event.kind === 'watch-checked');
  expect(last?.kind === 'watch-checked' && last.figures()).not.toHaveProperty('readBack');
});
