import type { Plan } from '../../../../config/plan.ts';
import { resolvePlan } from '../../../../config/resolve.ts';
import { serviceFile } from '../../config/example.ts';

/** A service with these steps, as its file says it. */
export function checkout(steps: readonly string[], metrics = 'errors: { preset: traefik/errors }'): string {
  return `service: checkout
environments:
  production:
    platform: { process: { command: serve, instances: 2, port: env PORT, ready: /health } }
    router: { traefik: { file: routes.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    metrics: { ${metrics} }
    steps: [deploy, ${steps.join(', ')}, { keep: 1h }, retire]
`;
}

/** Its plan, as the API sends it. */
export function planOf(text: string): Plan {
  const plan = resolvePlan(serviceFile(text), 'production');
  if (plan === undefined) throw new Error('there is no production');
  return plan;
}
