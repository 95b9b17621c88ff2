import { z } from 'zod';
import type { Plan } from '../../config/plan.ts';
import { wire } from './registry.ts';

/** The plan that a lane's next release would have. */
export const lanePlan = z
  .object({
    plan: z.looseObject({}).describe('Resolved; secrets in it are references.'),
    file: z.string().describe('The service file that it is from.'),
    strategy: z.string().optional().describe('The short form that its steps were written as.'),
    unmet: z.array(z.string()).describe('Why a release by it would be refused now.'),
  })
  .register(wire, { id: 'LanePlan' });

/** The answer on the wire. */
export type LanePlan = Omit<z.output<typeof lanePlan>, 'plan'> & { plan: Plan };
