import { repeated } from '../../../examples/demo/instances.ts';
import type { Breach } from '../breach.ts';
import type { LaneRun } from '../record.ts';

/** At the end the lane serves what its last completed release brought, at full size, and nothing else is alive. */
export function checkLive({ lane, view, reports, instances, size }: LaneRun): Breach[] {
  const breach = (what: string): Breach => ({ rule: 6, lane, what });
  const inTurn = reports.toSorted((a, b) => a.status.finishedAt - b.status.finishedAt);
  // Where an admin let go of a release, nobody has said what serves.
  if (inTurn.at(-1)?.status.outcome === 'left') return [];
  const last = inTurn.findLast(
    ({ status, input }) => status.outcome === 'completed' && input.kind !== 'recovery',
  );
  const brought = last?.input.candidate;
  const told = describe(view.live);
  const breaches: Breach[] = [];
  if (told !== describe(brought ?? null))
    breaches.push(
      breach(
        `the lane says that ${told} is live; the last completed release brought ${describe(brought ?? null)}`,
      ),
    );
  if (view.running !== null) breaches.push(breach(`the lane says that ${view.running.id} runs`));
  if (view.blocked !== null) breaches.push(breach(`the lane is blocked: ${view.blocked.reason}`));

  const alive = instances.filter(({ goneAt }) => goneAt === undefined);
  const strays = alive.filter((each) => describe(each) !== describe(brought ?? null));
  for (const stray of strays) breaches.push(breach(`${stray.token}, ${describe(stray)}, is still alive`));
  const serving = alive.filter((each) => !strays.includes(each)).map(({ token }) => token);
  for (const token of repeated(serving)) breaches.push(breach(`${token} is alive more than once`));
  if (brought !== undefined && serving.length < size)
    breaches.push(breach(`${serving.length} of ${size} instances of ${describe(brought)} are alive`));
  return breaches;
}

function describe(placement: { slot: string; version: string } | null): string {
  return placement === null ? 'nothing' : `${placement.version} in ${placement.slot}`;
}
