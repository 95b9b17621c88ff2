/** Which versions were known good in a lane, newest first: what a rollback goes back to. */
import type { CompletedRelease } from '../activities/archive/completed-release.ts';
import type { LaneState } from './lane-messages.ts';
import type { GoodVersion, Placement } from './messages.ts';

const REMEMBERED = 20;

/** Notes that a release has made its candidate known good, which may be told more than once. */
export function noteGood(state: LaneState, id: string, live: Placement, back?: GoodVersion): void {
  state.live = live;
  state.good = withGood(state.good, broughtBy(id, live.version), back);
}

/** Notes that a version was adopted; one that was known good before was gone back to by hand. */
export function noteAdopted(state: Pick<LaneState, 'live' | 'good' | 'nextNumber'>, live: Placement): void {
  state.live = live;
  const back = state.good.find(({ version }) => version === live.version);
  const next = { version: live.version, release: null, number: state.nextNumber };
  state.good = withGood(state.good, next, back);
}

/**
 * The list once a version has become known good. A rollback (`back` is what it went back to) takes out everything
 * newer than that: what was rolled back from is not gone back to unasked.
 */
export function withGood(good: readonly GoodVersion[], next: GoodVersion, back?: GoodVersion): GoodVersion[] {
  if (back !== undefined) {
    const at = good.findIndex(({ version }) => version === back.version);
    return [back, ...(at < 0 ? good.filter(({ number }) => number <= back.number) : good.slice(at + 1))];
  }
  if (good[0]?.version === next.version) return [...good];
  return [next, ...good.filter(({ version }) => version !== next.version)].slice(0, REMEMBERED);
}

/** A version, and the release that brought it. */
export function broughtBy(release: string, version: string): GoodVersion {
  return { version, release, number: Number(release.slice(release.lastIndexOf('.') + 1)) };
}

/** The list as the archive's releases of the lane make it, which are given newest first. */
export function goodOf(completed: readonly CompletedRelease[]): GoodVersion[] {
  let good: GoodVersion[] = [];
  for (const { kind, release, version } of completed.toReversed()) {
    const next = broughtBy(release, version);
    const back = good.find((each) => each.version === version) ?? next;
    good = withGood(good, next, kind === 'rollback' ? back : undefined);
  }
  return good;
}

/** What a rollback without a target goes back to: the newest known good version but the live one. */
export function lastGood(good: readonly GoodVersion[], live: string): GoodVersion | undefined {
  return good.find(({ version }) => version !== live);
}

/**
 * What somebody means by `named`: a release by its id or number, or a version. `ambiguous`: it is the number of a
 * release of one version, and another version.
 */
export function findGood(
  known: readonly GoodVersion[],
  lane: string,
  named: string,
): GoodVersion | 'ambiguous' | undefined {
  const release = known.find((good) => good.release === named || good.release === `${lane}.${named}`);
  const version = known.find((good) => good.version === named);
  if (release !== undefined && version !== undefined && release.version !== named) return 'ambiguous';
  return release ?? version;
}
