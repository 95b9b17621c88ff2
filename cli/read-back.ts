import type { ReleaseView } from '../api/wire/release.ts';

/** A reading may be from before a write for so long after it, in milliseconds: a watch reads every few seconds. */
const SETTLED = 10_000;

/** What the router itself says of the candidate's share. */
export interface ReadBack {
  /** In basis points; undefined where it is not known. */
  share: number | undefined;
  /** It is not what was asked: somebody else has changed it. */
  differs: boolean;
}

/** The newest reading: that of the watch where one runs, and else that of the last write. Pure. */
export function readBackOf({ live, traffic }: Pick<ReleaseView, 'live' | 'traffic'>): ReadBack {
  if (live === undefined) return { share: traffic.readBack, differs: false };
  const share = live.readBack;
  const settled = live.at - traffic.at > SETTLED;
  return { share, differs: settled && share !== undefined && share !== traffic.asked };
}
