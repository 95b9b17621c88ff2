/**
 * One owner a chain: the lane for all that is done in it, the registry for the rest. It keeps each act until it is a
 * line of the chain's file, and remembers the last line's number and hash, so that a shortened file shows.
 */
import { condition, patched } from '@temporalio/workflow';
import type { AuditAct, AuditActName, AuditState, Who } from './audit-messages.ts';
import { oldestWithin } from './bytes.ts';
import { audits } from './calls.ts';

/** Acts that are written at once, and what they may take in bytes; more wait for the next time. */
const MOST = 100;
const MOST_BYTES = 50_000;

/** A chain that nothing is known of. */
export function freshAudit(): AuditState {
  return { head: null, recorded: 0, pending: [] };
}

/** Takes in an act that was done at `at`, else now. What does not belong to it is left out. */
export function noteAct(
  audit: AuditState,
  act: AuditActName,
  { actor, reason, source = 'api', breakGlass }: Who,
  more: Pick<AuditAct, 'subject' | 'release' | 'version' | 'before' | 'after'> & { at?: number } = {},
): void {
  const now = Date.now();
  audit.recorded = Math.max(audit.recorded, now);
  audit.pending.push({
    at: now,
    recorded: audit.recorded,
    act,
    actor,
    source,
    reason,
    ...(breakGlass === undefined ? {} : { breakGlass }),
    ...more,
  });
}

/** Writes what was taken in to the chain's file, many at once where many came, for as long as the owner lives. */
export async function keepAudit(chain: string, audit: AuditState): Promise<void> {
  for (;;) {
    await condition(() => audit.pending.length > 0);
    const acts = nextOf(audit);
    // What was done before there was an audit stays out of it.
    if (patched('audit')) audit.head = await audits().audit({ chain, head: audit.head, acts });
    audit.pending.splice(0, acts.length);
  }
}

/** As many as are written at once; one that is large goes alone. */
function nextOf({ pending }: AuditState): AuditAct[] {
  const many = pending.slice(0, MOST);
  const few = oldestWithin(many, MOST_BYTES);
  if (few.length === many.length || !patched('audit-by-bytes')) return many;
  return few.length === 0 ? many.slice(0, 1) : few;
}
