import { answers } from '../answers.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { readPollers } from '../pollers.ts';
import { healthy } from '../wire/health.ts';
import type { App } from './index.ts';

/** GET /healthz: the process lives. GET /readyz: Temporal answers and workers poll both queues. */
export function addHealth(app: App, context: ApiContext): void {
  const alive = { summary: 'The process lives', tags: ['health'], response: answers({ 200: healthy }) };
  app.get('/healthz', { schema: alive, config: { role: 'open' } }, () => ({ status: 'ok' as const }));

  const ready = {
    summary: 'Temporal answers, and a worker polls each queue',
    tags: ['health'],
    response: answers({ 200: healthy }, 'worker_unavailable', 'temporal_unavailable'),
  };
  app.get('/readyz', { schema: ready, config: { role: 'open' } }, async () => {
    const idle = (await readPollers(context)).find(({ workers }) => workers === 0);
    if (idle !== undefined) {
      throw new ApiError('worker_unavailable', `no worker polls ${idle.name}; start one with sluice serve`);
    }
    return { status: 'ok' as const };
  });
}
