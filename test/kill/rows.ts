import type { Played } from './play.ts';
import type { KillPoint } from './points.ts';

/** What became of one kill point. */
export interface Row {
  at: KillPoint;
  /** Releases that were played for it. */
  tries: number;
  /** Why the kill counts; undefined where none did. */
  because?: string;
  /** Seconds from the kill to the next attempt. */
  recovery?: number;
  /** Seconds from the kill until a new daemon was ready. */
  back?: number;
  /** What was wrong, over all tries. */
  faults: string[];
}

/** Plays releases for one kill point until a kill counts, or `most` were played. */
export async function playUntilCounted(
  at: KillPoint,
  most: number,
  play: () => Promise<Played>,
): Promise<Row> {
  const faults: string[] = [];
  for (let tries = 1; tries <= most; tries += 1) {
    const played = await play();
    faults.push(...played.faults.map((fault) => `${played.id}: ${fault}`));
    for (const { because, recovery, killed, back } of played.kills) {
      if (because === undefined || recovery === undefined) continue;
      return { at, tries, because, recovery, back: (back - killed) / 1000, faults };
    }
  }
  return { at, tries: most, faults };
}
