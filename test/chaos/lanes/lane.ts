import type { Elbv2StandIn } from '../../rigs/elbv2.ts';
import type { TraefikRig } from '../../rigs/traefik.ts';
import type { FaultProxy } from '../faults/proxy.ts';
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
  /** What its providers talk through. */
  proxies: { metrics: FaultProxy; 'router-api': FaultProxy; platform?: FaultProxy };
  /** Folder in which its instances write their records. */
  records: string;
  /** The environment's entry in the service file. */
  definition: Record<string, unknown>;
  /** Ends what belongs to this lane alone. */
  stop(): Promise<void>;
}

/** What a lane is started in. */
export interface Surroundings {
  records: string;
  /** What its proxies draw by. */
  random: () => number;
  /** Environment of what it starts, which marks it as the run's. */
  environment: NodeJS.ProcessEnv;
}

/** Environment of all lanes. */
export const environmentName = 'chaos';

/** Instances of each slot. */
export const size = 1;
