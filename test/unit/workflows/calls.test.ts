import type { ActivityOptions } from '@temporalio/workflow';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import * as calls from '../../../workflows/calls.ts';

vi.mock('@temporalio/workflow', async (load) => ({
  ...(await load<object>()),
  workflowInfo: () => ({ taskQueue: 'sluice-act' }),
  proxyActivities: (options: ActivityOptions) => options,
}));

/** A release goes on so soon after its worker was killed, where another one runs, in milliseconds. */
const PROMISE = 5000;
/** What Temporal and the other worker take until the next attempt has begun, on a machine with little else to do. */
const TAKEN = 300;

const repeated = z.object({
  heartbeatTimeout: z.number(),
  retry: z.object({ initialInterval: z.number() }),
});

test.each<[string, unknown]>([
  ['a write', calls.writes('forward')],
  ['the write that takes traffic back', calls.writes('endless')],
  ['a deploy', calls.deploys(60_000)],
  ['a retire', calls.retires('endless', 1000)],
  ['a watch', calls.watches(60_000)],
  ['an observation', calls.observes('endless', 1000)],
])('of a worker that is killed %s is tried again within 5 s', (_what, options) => {
  const { heartbeatTimeout, retry } = repeated.parse(options);
  expect(heartbeatTimeout + retry.initialInterval).toBeLessThanOrEqual(PROMISE - TAKEN);
});
