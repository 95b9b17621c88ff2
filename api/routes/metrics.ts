import type { ApiContext } from '../context.ts';
import type { App } from './index.ts';

/** GET /metrics: the process's own metrics for Prometheus. */
export function addMetrics(app: App, { metrics }: ApiContext): void {
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
}
