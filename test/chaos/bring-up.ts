import { createClient } from '../../api/client.ts';
import { until } from '../rigs/until.ts';
import { environmentName, type LaneRig } from './lanes/lane.ts';
import type { Submit } from './record.ts';
import { ask, newAsked } from './asking.ts';
import type { Setup } from './setups/setup.ts';

/** Longest time for the first releases, in milliseconds. */
const patience = 180_000;

/** Brings `v0` up in every lane by a first release, while nothing goes wrong. Answers with what was submitted. */
export async function bringUp(
  { apis, tail }: Setup,
  lanes: readonly LaneRig[],
  over: AbortSignal,
): Promise<Map<string, Submit>> {
  const submits = new Map<string, Submit>();
  await Promise.all(
    lanes.map(async ({ schedule: { service }, lane }) => {
      const asked = newAsked();
      const submit: Submit = { ...asked, kind: 'release', version: 'v0', actor: 'ann', reason: 'the first' };
      submits.set(service, submit);
      const body = { service, environment: environmentName, version: 'v0', reason: submit.reason };
      await ask({ apis, path: '/v1/releases', actor: submit.actor, body, over }, asked);
      const client = createClient(apis[0] ?? '', 'onlooker');
      const isLive = async (): Promise<boolean> => {
        over.throwIfAborted();
        const { live, running } = await client.lane(lane);
        return live?.version === 'v0' && running === null;
      };
      await until(`${lane} to serve`, isLive, patience).catch(async (error: unknown) => {
        throw new Error(`The first release of ${lane} did not complete:\n${await tail()}`, { cause: error });
      });
    }),
  );
  return submits;
}
