import { loadDefinitions } from '../../config/load.ts';
import { unmet } from '../../config/needed-settings.ts';
import { describeProblem } from '../../config/problem.ts';
import { answers } from '../answers.ts';
import { may } from '../auth/principal.ts';
import type { ApiContext } from '../context.ts';
import { pageByKey } from '../page-by-key.ts';
import { laneQuery, serviceList } from '../wire/lane.ts';
import type { App } from './index.ts';

/** GET /v1/services: what the service files hold now. */
export function addServices(app: App, { settings }: ApiContext): void {
  const schema = {
    summary: 'Services that can be released, and the mistakes in service files',
    tags: ['lanes'],
    querystring: laneQuery,
    response: answers({ 200: serviceList }, 'invalid_request'),
  };
  app.get('/v1/services', { schema, config: { role: 'viewer' } }, async ({ query, principal }) => {
    const { service: only, environment, ...asked } = query;
    const { services: defined, problems } = await loadDefinitions(settings.definitions);
    const lacked = unmet(
      [...defined.values()].flatMap(({ needs }) => needs),
      [settings],
    );
    const named = [...defined.values()].filter(({ service }) => service === (only ?? service));
    const seen = named.map(({ service, environments }) => ({
      service,
      environments: Object.keys(environments).filter(
        (each) => each === (environment ?? each) && may(principal, 'viewer', `${service}.${each}`),
      ),
    }));
    const shown = seen.filter(({ environments }) => environments.length > 0);
    const { page: services, ...more } = pageByKey(shown, {
      list: 'services',
      keyOf: ({ service }) => service,
      ...asked,
    });
    return {
      services,
      ...more,
      // A file with mistakes may be anybody's.
      problems: may(principal, 'viewer') ? [...problems, ...lacked].map(describeProblem) : [],
    };
  });
}
