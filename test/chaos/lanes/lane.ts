import type { Elbv2StandIn } from '../../rigs/elbv2.ts';
import type { TraefikRig } from '../../rigs/traefik.ts';
import type { LaneSchedule } from '../schedule.ts';

/** One lane's outside: what moves its traffic, and how its service file describes it. */
export interface LaneRig {
  schedule: LaneSchedule;
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  /** Base URL at which users' requests come in. */
  entry: string;
  traefik: TraefikRig;
  /** What the router holds is in this file, or else in this stand-in. */
  holds: { file: string } | { elb: Elbv2StandIn };
  /** Folder in which its instances write their records. */
  records: string;
  /** The environment's entry in the service file. */
  definition: Record<string, unknown>;
  /** Ends what belongs to this lane alone. */
  stop(): Promise<void>;
}

/** Environment of all lanes. */
export const environmentName = 'chaos';

/** Instances of each slot. */
export const size = 1;
