import { loadDefinitions } from '../../config/load.ts';
import { describeProblem } from '../../config/problem.ts';
import { answers } from '../answers.ts';
import type { ApiContext } from '../context.ts';
import { serviceList } from '../wire/lane.ts';
import type { App } from './index.ts';

/** GET /v1/services: what the service files hold now. */
export function addServices(app: App, { settings }: ApiContext): void {
  const schema = {
    summary: 'Services that can be released, and the mistakes in the files of others',
    tags: ['lanes'],
    response: answers({ 200: serviceList }),
  };
  app.get('/v1/services', { schema, config: { role: 'viewer' } }, async () => {
    const { services, problems } = await loadDefinitions(settings.definitions);
    return {
      services: [...services.values()].map(({ service, environments }) => ({
        service,
        environments: Object.keys(environments),
      })),
      problems: problems.map(describeProblem),
    };
  });
}
