import http from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Reply, Request } from './request.ts';

/** Headers of one connection, which say nothing of the next one. */
const ofConnection = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];

/** Sends a request to the part on a connection of its own. Throws where it cannot be reached. */
export function passOn(to: string, { method, path, headers, body }: Request): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const own = { ...without(headers), host: new URL(to).host, 'content-length': body.length };
    const request = http.request(new URL(path, to), { method, headers: own, agent: false }, (response) => {
      buffer(response).then(
        (answered) =>
          resolve({ status: response.statusCode ?? 0, headers: without(response.headers), body: answered }),
        reject,
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

function without(headers: http.IncomingHttpHeaders): http.IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofConnection.includes(name)));
}
