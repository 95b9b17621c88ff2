import { startRigOn } from '../../examples/demo/rig/rig.ts';
import type { Observed } from '../../examples/demo/load/observations.ts';
import { giveAwsCredentials } from '../../test/rigs/aws-credentials.ts';
import type { FollowedRelease } from '../../test/rigs/followed-release.ts';
import { openLane, type Change } from '../../test/rigs/lane.ts';
import { until } from '../../test/rigs/until.ts';
import type { FrontKind } from './fronts.ts';

/** Requests a second, half of them on new connections, none sent twice. */
export const RATE = 200;
/** The weights of each release before its cutover. */
export const SHIFTS = ['5%', '10%', '25%', '50%', '75%'];
/** Longer than any release here is let take, in milliseconds. */
const PATIENCE = 5 * 60_000;

/** What became of the requests of all releases. */
export interface Dropped {
  shifts: number;
  cutovers: number;
  sent: number;
  /** By what the release did when they were sent. */
  stretches: Record<string, { requests: number; dropped: number }>;
  /** Drops by reason. */
  lost: Record<string, number>;
  /** Releases that did not complete, in words. */
  unfinished: string[];
}

/** Many slow answers, so that every change of traffic and every end of instances meets some that are on their way. */
const change: Change = [
  [['platform', 'process', 'environment', 'SAMPLE_ERRORS'], '0'],
  [['platform', 'process', 'environment', 'SAMPLE_SLOW'], '0.3'],
  [['metrics'], undefined],
  [['steps'], ['deploy', ...SHIFTS.map((shift) => ({ shift })), 'cutover', 'retire']],
];

/** Plays releases one after the other under load, and counts what became of each request. */
export async function playReleases(front: FrontKind, releases: number): Promise<Dropped> {
  // For the stand-in; the daemon is given this process's environment.
  giveAwsCredentials();
  const lane = await openLane(await startRigOn(async () => front.start(), change));
  try {
    const load = await lane.load(RATE);
    const result: Dropped = { shifts: 0, cutovers: 0, sent: 0, stretches: {}, lost: {}, unfinished: [] };
    const began = Date.now();
    for (let number = 2; number < releases + 2; number += 1) {
      const release = await lane.release(`v${number}`);
      const { outcome, sentence } = await release.ends(PATIENCE);
      if (outcome !== 'completed') result.unfinished.push(`${release.id} ended ${outcome}: ${sentence}`);
      await settled(Date.now());
      count(result, release, (from, to) => load.seen.between(from, to));
      await release.stop();
    }
    const end = Date.now();
    await settled(end);
    const { dropped: _, reasons } = load.seen.between(began, end);
    return { ...result, sent: load.seen.sent(), lost: reasons };

    async function settled(time: number): Promise<void> {
      await until('all answers', () => load.seen.settledBefore() >= time);
    }
  } finally {
    await lane.stop();
  }
}

/** Adds what was sent while the release shifted, cut over (the old slot's drain with it) and took the old slot down. */
function count(
  result: Dropped,
  { events }: FollowedRelease,
  between: (from: number, to: number) => Observed,
): void {
  const weights = events.filter(({ kind }) => kind === 'written').map(({ data }) => Number(data?.['weight']));
  result.shifts += weights.filter((weight) => weight < 10_000).length;
  result.cutovers += weights.filter((weight) => weight === 10_000).length;
  const names = { shift: 'shifts', cutover: 'cutovers, with the drain', retire: 'the end of old instances' };
  const started = events.filter(({ kind }) => kind === 'step-started');
  for (const [index, event] of started.entries()) {
    const kind = event.message.split(' ')[0] ?? '';
    if (!isNamed(kind)) continue;
    const next = started[index + 1]?.at ?? events.at(-1)?.at ?? event.at;
    const { versions, dropped } = between(event.at, next);
    const stretch = (result.stretches[names[kind]] ??= { requests: 0, dropped: 0 });
    stretch.dropped += dropped;
    for (const { answered } of Object.values(versions)) stretch.requests += answered;
  }

  function isNamed(kind: string): kind is keyof typeof names {
    return kind in names;
  }
}
