import type { z } from 'zod';
import { switchStop } from '../../workflows/registry-messages.ts';
import { EVERY_LANE } from '../auth/principal.ts';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { askRegistry } from '../registry/ask-registry.ts';
import { runningReleases } from '../releases/list.ts';
import type { stopBody, StopView } from '../wire/freeze.ts';
import { abortRelease } from './abort-release.ts';
import { allowed } from './allowed.ts';

/**
 * Stops everything, as an operator of every lane: from now on no release raises traffic. Those that run stand still at
 * their next raise, or are asked to undo; one that could not be asked is told, and raises nothing either.
 */
export async function stopEverything(
  context: ApiContext,
  caller: Caller,
  { reason, running }: z.output<typeof stopBody>,
): Promise<StopView> {
  const act = allowed(caller, 'operator', EVERY_LANE, reason);
  const { stop } = await askRegistry(context, switchStop, { ...act, on: true });
  context.freezes.forget();
  if (running === 'hold') return { stop, aborted: [], notAborted: [] };
  const ids = (await runningReleases(context)).map(({ id }) => id);
  const why = reason === '' ? 'everything is stopped' : `everything is stopped: ${reason}`;
  const asked = await Promise.allSettled(ids.map(async (id) => abortRelease(context, caller, id, why)));
  const notAborted = asked.flatMap((each, index) =>
    each.status === 'rejected' ? [`${ids[index]}: ${String(each.reason)}`] : [],
  );
  return { stop, aborted: ids.filter((_id, index) => asked[index]?.status === 'fulfilled'), notAborted };
}

/** Ends the stop, as an admin of every lane. */
export async function endStop(context: ApiContext, caller: Caller, reason: string): Promise<StopView> {
  const act = allowed(caller, 'admin', EVERY_LANE, reason);
  const { stop } = await askRegistry(context, switchStop, { ...act, on: false });
  context.freezes.forget();
  return { stop, aborted: [], notAborted: [] };
}
