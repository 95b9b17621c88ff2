import { readDocument } from '../../../config/document.ts';
import { formatProblems } from '../../../config/problem.ts';
import { readServiceFile, type ServiceFile } from '../../../config/service-file.ts';

/** The service file of the manual. */
export const EXAMPLE = `service: checkout
environments:
  production:
    platform: { process: { command: "node server.js", instances: 2, port: env PORT, ready: /health } }
    router:   { traefik: { file: dynamic/checkout.yaml, metrics: http://127.0.0.1:8082/metrics } }
    metrics:
      errors:  { preset: traefik/errors }
      latency: { preset: traefik/latency, safeMargin: 1.5 }
    steps:
      - deploy
      - smoke: { get: /health, expect: 200 }
      - shift: 5%
      - bake: { until: safe, max: 30m }
      - cutover
      - keep: 1h
      - retire
`;

/** Reads a service file that is right; throws with its problems otherwise. */
export function serviceFile(text: string, file = '/srv/checkout.yaml'): ServiceFile {
  const document = readDocument(file, new TextEncoder().encode(text));
  const read = 'value' in document ? readServiceFile(document.value) : document;
  if ('problems' in read) throw new Error(formatProblems(read.problems));
  return read.value;
}
