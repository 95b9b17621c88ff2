import { loadDefinitionsFor } from '../config/load.ts';
import { unmet } from '../config/needed-settings.ts';
import type { Plan } from '../config/plan.ts';
import { describeProblem } from '../config/problem.ts';
import { resolvePlan } from '../config/resolve.ts';
import type { ServiceFile } from '../config/service-file.ts';
import { may, type Principal } from './auth/principal.ts';
import type { ApiContext } from './context.ts';
import { ApiError } from './errors.ts';

/**
 * The plan of an environment, from the service files as they are now. Throws `service_not_found`,
 * `environment_not_found`, or `config_invalid` when the service may be in a broken file, with every problem where who
 * asks may see every lane.
 */
export async function findPlan(
  { settings }: ApiContext,
  who: Principal,
  service: string,
  environment: string,
  pace?: 'careful' | 'fast',
): Promise<Plan> {
  return planOf(await findServiceFile(settings.definitions, who, service), who, environment, pace);
}

/**
 * The same for a release that nothing urgent asks for. Throws `config_invalid` also where a notifier of the
 * environment counts on what the settings lack, so that nobody waits to be told.
 */
export async function findToldPlan(
  { settings }: ApiContext,
  who: Principal,
  service: string,
  environment: string,
): Promise<Plan> {
  const file = await findServiceFile(settings.definitions, who, service);
  const plan = planOf(file, who, environment);
  const needs = file.needs.filter((need) => need.environment === environment);
  const problems = unmet(needs, [settings]).map(describeProblem);
  if (problems.length === 0) return plan;
  const detail = `a notifier of ${service}@${environment} could tell nobody. ${problems[0]}`;
  throw new ApiError('config_invalid', detail, { problems });
}

/** The file of a service as it is now. Throws `service_not_found` and `config_invalid` as `findPlan` does. */
export async function findServiceFile(
  definitions: string,
  who: Principal,
  service: string,
): Promise<ServiceFile> {
  const { services, problems } = await loadDefinitionsFor(definitions, service);
  const file = services.get(service);
  if (file !== undefined) return file;
  if (problems.length > 0) {
    // A file with mistakes may be anybody's.
    const told = may(who, 'viewer') ? problems.map(describeProblem) : [];
    const first = told[0] ?? 'Which ones is told to those who may see every lane';
    const detail = `no valid service file has ${service}, and others have mistakes; run sluice check ${definitions}. ${first}`;
    throw new ApiError('config_invalid', detail, { problems: told });
  }
  const seen = [...services.values()].filter((each) => environmentsSeen(each, who).length > 0);
  const known = seen.map((each) => each.service).join(', ') || 'none that you may see';
  throw new ApiError(
    'service_not_found',
    `no service file in ${definitions} has ${service}; there are: ${known}`,
  );
}

/** The plan of an environment in this file. Throws `environment_not_found`. */
export function planOf(
  file: ServiceFile,
  who: Principal,
  environment: string,
  pace?: 'careful' | 'fast',
): Plan {
  const plan = resolvePlan(file, environment, pace);
  if (plan !== undefined) return plan;
  const known = environmentsSeen(file, who).join(', ') || 'none that you may see';
  throw new ApiError(
    'environment_not_found',
    `${file.service} has no environment ${environment}; it has ${known}`,
  );
}

function environmentsSeen({ service, environments }: ServiceFile, who: Principal): string[] {
  return Object.keys(environments).filter((each) => may(who, 'viewer', `${service}.${each}`));
}
