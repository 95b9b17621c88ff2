/** Who has approved something, as its dialog shows it. Pure. */
import type { ReleaseEvent } from '../../../api/wire/event.ts';
import type { ProtectionView } from '../../../api/wire/protection.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import type { Offer } from '../release/acts.ts';
import type { Before } from './before.ts';

/** The start of a release and its approvals as events, oldest first: what a page knows that does not follow the release. */
export function approvalsAsEvents({
  actor,
  reason,
  startedAt,
  approvals,
}: Pick<ReleaseView, 'actor' | 'reason' | 'startedAt' | 'approvals'>): ReleaseEvent[] {
  return [
    { at: startedAt, kind: 'started', message: 'started it', actor, reason },
    ...approvals.map((each) => ({ at: each.at, kind: 'approved', message: 'approved', actor: each.actor })),
  ].map((event, index) => ({ ...event, number: index + 1 }));
}

/** The approvals of a deployment. */
export function approvalsBefore({
  approvals,
}: Pick<ProtectionView, 'approvals'>): (Before & { subject: string })[] {
  return approvals.map(({ actor, at, reason }) => ({
    key: actor,
    at,
    said: `${actor} approved`,
    reason,
    subject: '',
  }));
}

/** Why a release that waits cannot be approved now; undefined where it can. `view`: undefined where it is not read yet. */
export function whyNotHere(
  view: Pick<ReleaseView, 'stale'> | undefined,
  offer: Pick<Offer, 'refused'> | undefined,
): string | undefined {
  if (view === undefined) return 'Not read yet.';
  if (offer !== undefined) return offer.refused;
  return view.stale ? 'Not possible until a worker answers.' : 'It waits no more.';
}
