import http from 'node:http';

/** What became of one request. */
export type Answer =
  | { kind: 'answered'; version: string; slot: string; status: number; milliseconds: number }
  | { kind: 'dropped'; reason: string };

/** No answer within this time is a drop, in milliseconds. */
const patience = 5000;

/**
 * Sends one GET and never repeats it. An answer without the sample service's own headers is a drop, whatever its
 * status: somebody else gave it.
 */
export function request(url: string, agent: http.Agent): Promise<Answer> {
  const sent = performance.now();
  return new Promise((resolve) => {
    const drop = (reason: string): void => resolve({ kind: 'dropped', reason });
    const asked = http.get(url, { agent, signal: AbortSignal.timeout(patience) }, (response) => {
      const { statusCode: status = 0, headers } = response;
      const { 'x-sample-version': version, 'x-sample-slot': slot } = headers;
      response.resume();
      response.on('error', (error) => drop(reasonOf(error)));
      response.on('end', () => {
        if (typeof version !== 'string' || typeof slot !== 'string') {
          return drop(`status ${status} that is not the service's own`);
        }
        resolve({ kind: 'answered', version, slot, status, milliseconds: performance.now() - sent });
      });
    });
    asked.on('error', (error) => drop(reasonOf(error)));
  });
}

function reasonOf(error: Error): string {
  if (error.name === 'AbortError') return `no answer within ${patience / 1000} s`;
  return error.message;
}
