import type { Decision } from './lane-decision.ts';
import type { LaneState, LaneStatus, Submission } from './lane-messages.ts';

/**
 * What a rollback or a hotfix meets while a release runs. It waits for none: the way back from a release that is
 * under way is its abort, since the old slot is warm, and `now` asks for that abort. Pure.
 */
export function decideUrgent(
  { live }: Pick<LaneState, 'live'>,
  { kind, version, now }: Submission,
  running: NonNullable<LaneStatus['running']>,
): Decision {
  const { id } = running;
  const isKnownGood = running.version === live?.version;
  if (running.version === version && (running.kind === kind || isKnownGood)) {
    return { act: 'answer', answer: { state: 'running', id, existing: true } };
  }
  // It only takes the old slot down, which an abort does not change.
  if (isKnownGood) return { act: 'queue', behind: id };
  if (now) return { act: 'abort', behind: id };
  const back =
    live === null
      ? 'takes its traffic away'
      : `brings all traffic back to ${live.version}, which is warm, at once`;
  const then =
    version === live?.version
      ? 'and that is all'
      : `or say now (--now), and it is aborted before ${version} begins`;
  const message = `${id} (${running.version}) is under way: sluice release abort ${id} ${back}, ${then}`;
  return { act: 'answer', answer: { state: 'refused', code: 'lane_busy', message } };
}
