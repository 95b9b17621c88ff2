import type { Breach } from './breach.ts';
import { checkActs } from './checks/acts.ts';
import { checkAllowedTraffic } from './checks/allowed-traffic.ts';
import { checkEvidence } from './checks/evidence.ts';
import { checkReleases } from './checks/releases.ts';
import { checkReverted } from './checks/reverted.ts';
import { checkStableSide } from './checks/stable-side.ts';
import { checkUsers } from './checks/users.ts';
import type { LaneRun, Run } from './record.ts';

const checks: readonly ((lane: LaneRun, run: Run) => Breach[])[] = [
  checkAllowedTraffic,
  checkReverted,
  checkStableSide,
  checkEvidence,
  checkActs,
  checkReleases,
  checkUsers,
];

/** Everything in a run that is not as it must be, judged by what was seen from outside alone. Pure. */
export function check(run: Run): Breach[] {
  return run.lanes.flatMap((lane) => checks.flatMap((each) => each(lane, run)));
}
