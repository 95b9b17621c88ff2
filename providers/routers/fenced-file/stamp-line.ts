import { formatStamp, parseStamp } from '../fence.ts';
import type { Fence } from '../router.ts';

/** The first line of a router's file: our mark, as a comment. */
export function stampLine(fence: Fence): string {
  return `# ${formatStamp(fence)}\n`;
}

/** The mark in a file's first line; null where that line is anything else. */
export function stampOf(text: string): Fence | null {
  const [first = ''] = text.split('\n', 1);
  return first.startsWith('# ') ? parseStamp(first.slice(2)) : null;
}
