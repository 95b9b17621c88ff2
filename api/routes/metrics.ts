import type { ApiContext } from '../context.ts';
import { addFleetMetrics } from '../fleet/fleet-metrics.ts';
import type { App } from './index.ts';

/** GET /metrics: the process's own metrics for Prometheus, and how all releases and lanes stand. */
export function addMetrics(app: App, context: ApiContext): void {
  const { metrics } = context;
  const refresh = addFleetMetrics(context);
  app.get(
    '/metrics',
    { schema: { hide: true }, config: { role: 'viewer', everyLane: true } },
    async (_request, reply) => {
      await refresh();
      return reply.type(metrics.contentType).send(await metrics.metrics());
    },
  );
}
