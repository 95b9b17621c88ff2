/** What a release is to tools that ask whether they may go on. */
import { EVERY_LANE } from '../auth/principal.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { listReleases } from '../releases/list.ts';
import { readRelease } from '../releases/read.ts';
import { laneParts } from '../releases/workflow-ids.ts';
import type { CallInVerdict } from '../wire/call-in.ts';
import type { ReleaseView } from '../wire/release.ts';

/** How many releases of a lane are looked through for a version. */
const LOOKED_AT = 100;

type Ended = Pick<ReleaseView, 'phase' | 'outcome' | 'cause'>;

/**
 * Only a release that has completed is a success, and only one whose version was taken back for what it did, or by a
 * person, has failed. Nothing was found out about one that had to make way, was refused, was let go of, or got lost. Pure.
 */
export function phaseOf({ phase, outcome, cause }: Ended): CallInVerdict['phase'] {
  if (phase === 'holding') return 'Inconclusive';
  if (phase !== 'finished') return 'Running';
  if (outcome === 'completed') return 'Successful';
  const takenBack = outcome === 'reverted' && (cause === 'verdict' || cause === 'abort');
  return takenBack ? 'Failed' : 'Inconclusive';
}

/** A phase with what conditions are made of: only a success is ok, and what is not decided has no value. Pure. */
export function toVerdict(phase: CallInVerdict['phase'], sentence: string, release?: string): CallInVerdict {
  const value = phase === 'Successful' ? 1 : phase === 'Failed' ? 0 : null;
  return {
    ok: phase === 'Successful',
    phase,
    value,
    sentence,
    ...(release === undefined ? {} : { release }),
  };
}

/** The verdict of one release. Throws `release_not_found`, or that it cannot be read. */
export async function verdictOfRelease(context: ApiContext, id: string): Promise<CallInVerdict> {
  const release = await readRelease(context, id);
  return toVerdict(phaseOf(release), release.sentence, id);
}

/** The verdict of the last release in a lane, or of the last one of a version there. Throws `release_not_found`. */
export async function verdictOfLane(
  context: ApiContext,
  lane: string,
  version: string | undefined,
): Promise<CallInVerdict> {
  const { releases } = await listReleases(context, { ...laneParts(lane), lanes: [EVERY_LANE] }, LOOKED_AT);
  const meant = releases
    .filter((row) => version === undefined || row.version === version)
    .toSorted((a, b) => b.startedAt - a.startedAt);
  const [last] = meant;
  if (last !== undefined) return verdictOfRelease(context, last.id);
  const of = version === undefined ? '' : ` of ${version}`;
  throw new ApiError('release_not_found', `there was no release${of} in ${lane.replace('.', '@')}`);
}
