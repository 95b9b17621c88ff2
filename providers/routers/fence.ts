import type { Fence } from './router.ts';

/** Orders the fences of one lane: negative when `a` is the earlier act. */
export function compareFences(a: Fence, b: Fence): number {
  return a.release - b.release || a.act - b.act;
}

const lanePattern = '[a-z0-9][a-z0-9-]{0,62}\\.[a-z0-9][a-z0-9-]{0,62}';
const stampPattern = new RegExp(
  `^managed by sluice, lane (${lanePattern}), release (\\d{1,15}), act (\\d{1,15})$`,
);

/** The mark that a router's object carries, for people and for `parseStamp`. */
export function formatStamp(fence: Fence): string {
  return `managed by sluice, lane ${fence.lane}, release ${fence.release}, act ${fence.act}`;
}

/** Reads a mark back; null for any text that `formatStamp` does not write. */
export function parseStamp(text: string): Fence | null {
  const [, lane, release, act] = stampPattern.exec(text) ?? [];
  if (lane === undefined) return null;
  return { lane, release: Number(release), act: Number(act) };
}
