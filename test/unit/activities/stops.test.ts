import { expect, test } from 'vitest';
import { createStops } from '../../../activities/stops.ts';
import { environment, perform } from './world.ts';

test('an activity that has ended is asked nothing any more, and one that was not asked goes on', async () => {
  const stops = createStops();
  const env = environment();
  const runId = env.context.info.workflowExecution?.runId ?? '';
  const { activityType } = env.context.info;
  const asked = await perform(env, async () =>
    stops.heeding(async (stop) => {
      expect(stop).toMatchObject({ signal: { aborted: false } });
      expect(stop.asked()).toBe(false);
      stops.ask(runId, activityType);
      expect(stop.signal.aborted).toBe(true);
      return Promise.resolve(stop.asked());
    }),
  );
  expect(asked).toBe(true);
  stops.ask(runId, activityType);
  const afresh = await perform(environment(), async () =>
    stops.heeding(async (stop) => Promise.resolve(stop.asked())),
  );
  expect(afresh).toBe(false);
});

test('the end of the process is no word of the workflow', async () => {
  const env = environment();
  env.cancel('WORKER_SHUTDOWN', undefined);
  Object.defineProperty(env.context, 'cancellationDetails', { value: undefined });
  const seen = await perform(env, async () =>
    createStops().heeding(async (stop) => Promise.resolve([stop.signal.aborted, stop.asked()])),
  );
  expect(seen).toEqual([true, false]);
});
