import { glance } from './calls.ts';
import { broughtBy, findGood, goodOf, lastGood } from './lane-good.ts';
import { isOver } from './lane-over.ts';
import type { LaneState, RollbackRequest, SubmitAnswer } from './lane-messages.ts';
import type { GoodVersion } from './messages.ts';

/**
 * The version that a rollback means, by what the lane remembers, else by the archive; or why there is none. While a
 * release runs that is not known good yet, the last known good version is the live one; while a rollback runs, it is
 * the one that this goes back to. Throws when the archive cannot be read.
 */
export async function rollbackTarget(
  lane: string,
  state: LaneState,
  { to }: Pick<RollbackRequest, 'to'>,
): Promise<GoodVersion | Extract<SubmitAnswer, { state: 'refused' }>> {
  const found = to === undefined ? await lastTarget(lane, state) : await namedTarget(lane, state, to);
  if (found === 'ambiguous') {
    const message = `${to} is the number of a release of another version, and a version: name the release as ${lane}.${to}, or release the version with sluice release start --hotfix`;
    return { state: 'refused', code: 'ambiguous_target', message };
  }
  if (found !== undefined) return found;
  const what =
    to === undefined ? `nothing was known good in ${lane} before` : `${to} was never known good in ${lane}`;
  const next = `sluice lane show lists what was; sluice release start --hotfix takes any version`;
  return { state: 'refused', code: 'not_known_good', message: `${what}; ${next}` };
}

async function lastTarget(lane: string, state: LaneState): Promise<GoodVersion | undefined> {
  const { live, running, good, nextNumber } = state;
  if (live === null) return undefined;
  if (running !== null && !isOver(state) && running.version !== live.version) {
    // What a rollback goes away from is live until its keep is over, and is not gone back to unasked.
    const { version } = running.kind === 'rollback' ? running : live;
    const known = good.find((each) => each.version === version);
    return known ?? { version, release: null, number: nextNumber };
  }
  return (
    lastGood(good, live.version) ?? lastGood(goodOf(await glance().completedReleases(lane)), live.version)
  );
}

async function namedTarget(
  lane: string,
  { good }: LaneState,
  to: string,
): Promise<GoodVersion | 'ambiguous' | undefined> {
  // What was rolled back from is not in the list any more, and may be named all the same.
  const found = findGood(good, lane, to);
  if (found !== undefined) return found;
  const completed = await glance().completedReleases(lane);
  return findGood(
    completed.map(({ release, version }) => broughtBy(release, version)),
    lane,
    to,
  );
}
