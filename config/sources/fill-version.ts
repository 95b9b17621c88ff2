import type { Slot } from '../plan.ts';

/**
 * The query as one slot is asked, with `{{version}}` in its labels replaced by the version that runs there.
 * Undefined: it needs the version, and none is known. Pure.
 */
export function fillVersion<Query extends { labels: Record<Slot, Record<string, string>> }>(
  query: Query,
  slot: Slot,
  version: string | undefined,
): Query | undefined {
  const labels = Object.entries(query.labels[slot]);
  if (!labels.some(([, value]) => value.includes(PLACEHOLDER))) return query;
  if (version === undefined) return undefined;
  const filled: Record<string, string> = Object.fromEntries(
    labels.map(([name, value]) => [name, value.replaceAll(PLACEHOLDER, () => version)]),
  );
  return { ...query, labels: { ...query.labels, [slot]: filled } };
}

const PLACEHOLDER = '{{version}}';
