import { loadDefinitions } from '../config/load.ts';
import type { Plan } from '../config/plan.ts';
import { describeProblem } from '../config/problem.ts';
import { resolvePlan } from '../config/resolve.ts';
import type { ApiContext } from './context.ts';
import { ApiError } from './errors.ts';

/**
 * The plan of an environment, from the service files as they are now. Throws `service_not_found`,
 * `environment_not_found`, or `config_invalid` with every problem when the service may be in a broken file.
 */
export async function findPlan(
  { settings }: ApiContext,
  service: string,
  environment: string,
  pace?: 'careful' | 'fast',
): Promise<Plan> {
  const { services, problems } = await loadDefinitions(settings.definitions);
  const file = services.get(service);
  if (file === undefined && problems.length > 0) {
    const told = problems.map(describeProblem);
    const detail = `no valid service file has ${service}, and others have mistakes; run sluice check ${settings.definitions}. ${told[0]}`;
    throw new ApiError('config_invalid', detail, { problems: told });
  }
  if (file === undefined) {
    const known = [...services.keys()].join(', ') || 'none';
    const detail = `no service file in ${settings.definitions} has ${service}; there are: ${known}`;
    throw new ApiError('service_not_found', detail);
  }
  const plan = resolvePlan(file, environment, pace);
  if (plan !== undefined) return plan;
  const known = Object.keys(file.environments).join(', ');
  throw new ApiError(
    'environment_not_found',
    `${service} has no environment ${environment}; it has ${known}`,
  );
}
