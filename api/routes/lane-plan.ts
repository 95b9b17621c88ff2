import { z } from 'zod';
import { unmet } from '../../config/needed-settings.ts';
import { describeProblem } from '../../config/problem.ts';
import { answers } from '../answers.ts';
import type { ApiContext } from '../context.ts';
import { findServiceFile, planOf } from '../find-plan.ts';
import { laneParts } from '../releases/workflow-ids.ts';
import { laneId } from '../wire/names.ts';
import { lanePlan } from '../wire/plan.ts';
import type { App } from './index.ts';

/** GET /v1/lanes/:lane/plan: the plan by the service files as they are now, for a lane that was never released, too. */
export function addLanePlan(app: App, { settings }: ApiContext): void {
  const schema = {
    summary: 'The resolved plan that a release would be started with now',
    tags: ['lanes'],
    params: z.object({ lane: laneId }),
    response: answers(
      { 200: lanePlan },
      'invalid_request',
      'service_not_found',
      'environment_not_found',
      'config_invalid',
    ),
  };
  app.get('/v1/lanes/:lane/plan', { schema, config: { role: 'viewer' } }, async ({ params, principal }) => {
    const { service, environment } = laneParts(params.lane);
    const file = await findServiceFile(settings.definitions, principal, service);
    const plan = planOf(file, principal, environment);
    const strategy = file.environments[environment]?.strategy;
    const needs = file.needs.filter((need) => need.environment === environment);
    return {
      plan: { ...plan },
      file: file.file,
      ...(strategy === undefined ? {} : { strategy }),
      unmet: unmet(needs, [settings]).map(describeProblem),
    };
  });
}
