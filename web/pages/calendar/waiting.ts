/** What waits for somebody to approve it. Pure. */
import type { BoardLane } from '../../../api/wire/board.ts';
import type { ProtectionView } from '../../../api/wire/protection.ts';
import { laneState } from '../lanes/lane-state.ts';
import { meets } from './meets.ts';

/** A release that is under way. */
export type UnderWay = NonNullable<BoardLane['running']>;

/** The releases that wait for approvals, those that wait longest first. */
export function waitingReleases(board: Iterable<BoardLane>, asked = ''): UnderWay[] {
  return [...board]
    .filter((lane) => meets(lane.lane, asked) && laneState(lane).word === 'approval')
    .flatMap(({ running }) => (running === null ? [] : [running]))
    .toSorted((a, b) => a.startedAt - b.startedAt);
}

/** The deployments that wait for people, those that wait longest first; one that no rule means is of no lane. */
export function waitingDeployments(deployments: readonly ProtectionView[], asked = ''): ProtectionView[] {
  return deployments
    .filter(({ state, lane }) => state === 'waiting' && (asked === '' || meets(lane, asked)))
    .toSorted((a, b) => a.since - b.since);
}
