import { setTimeout } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { GuardAnswer, GuardRequest, RouterFinding } from '../../activities/types.ts';
import type { World } from './world.ts';

/** Waits in real time until the world is found to be other than the lane knows, as the real guard does. */
export async function guard(request: GuardRequest, world: World): Promise<GuardAnswer> {
  const { cancellationSignal } = Context.current();
  const { currentAttemptScheduledTimestampMs } = Context.current().info;
  // The server's clock may be ahead of this one.
  const end = Date.now() + request.until - currentAttemptScheduledTimestampMs;
  for (;;) {
    const found = await look(request, world);
    const { stamp } = world;
    const seen = stamp === null ? null : { stamp, digest: digestOf(world) };
    const other = JSON.stringify(found) !== JSON.stringify(request.known);
    if (other || Date.now() >= end)
      return { found, seen: found.kind === 'as-written' ? seen : request.seen, stamp };
    Context.current().heartbeat({ lookedAt: Date.now(), seen });
    await setTimeout(20, undefined, { signal: cancellationSignal });
  }
}

async function look({ live }: GuardRequest, world: World): Promise<RouterFinding> {
  const scripted = await world.looks();
  if (scripted !== undefined) return scripted;
  const { split, ready } = world;
  if (split?.[live] === 10_000) return { kind: 'as-written', message: '', ready: true };
  return { kind: 'drift', message: `the split is ${JSON.stringify(split)}`, ready: ready[live].ready > 0 };
}

/** What the scripted router holds, as a hash would say it. */
export function digestOf({ stamp }: World): string {
  return stamp === null ? 'no stamp' : `${stamp.release}.${stamp.act}`;
}
