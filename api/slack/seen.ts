/** What was done already, so that Slack may tell of it again. The acts themselves carry keys, also over processes. */

/** Slack tells again for a few minutes at most; in milliseconds. */
const KEPT = 600_000;
const MOST = 10_000;

/** Answers whether a trigger is new; each is so once. */
export function createSeen(): (trigger: string) => boolean {
  const seen = new Map<string, number>();
  return (trigger) => {
    const now = Date.now();
    for (const [old, at] of seen) {
      if (now - at < KEPT && seen.size < MOST) break;
      seen.delete(old);
    }
    if (seen.has(trigger)) return false;
    seen.set(trigger, now);
    return true;
  };
}
