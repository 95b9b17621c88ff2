import type { Slot } from '../../../config/plan.ts';
import type { HaproxyRouter } from '../../../config/routers/haproxy.ts';

/** Names of a lane's backends in HAProxy: `SERVICE-ENVIRONMENT-SLOT`, unless the plan names others. */
export function backendsOf({ backends }: HaproxyRouter, lane: string): Record<Slot, string> {
  const name = lane.replace('.', '-');
  return backends ?? { blue: `${name}-blue`, green: `${name}-green` };
}
