import type { FollowedRelease } from './followed-release.ts';

/** A verdict as its event tells it. */
interface Verdict {
  message: string;
  seconds: number;
  [field: string]: unknown;
}

/** What a release's last verdict said, and seconds from its first shift until then; undefined where it has none. */
export function verdictAt({ events }: FollowedRelease): Verdict | undefined {
  const told = events.findLast(({ kind }) => kind === 'verdict');
  const shifted = events.find(({ kind }) => kind === 'observed');
  if (told === undefined) return undefined;
  return { ...told.data, message: told.message, seconds: (told.at - (shifted?.at ?? told.at)) / 1000 };
}
