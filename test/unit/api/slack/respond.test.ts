/** Whoever answers at a response_url is read no further than it takes to tell what went wrong. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createResponder, type Responder } from '../../../../api/slack/respond.ts';

let server: Server;
let url: string;
let responder: Responder;
let status: number;
/** Resolves when nobody reads the answer any more. */
let left: Promise<unknown>;

beforeEach(async () => {
  const { promise, resolve } = Promise.withResolvers();
  left = promise;
  server = createServer((_request, response) => {
    response.once('close', resolve);
    response.writeHead(status, { 'content-type': 'text/plain' });
    goOn(response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  responder = createResponder(`${url}/api/`);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Says the same without end. */
function goOn(response: ServerResponse): void {
  while (!response.destroyed && response.write('used_url '.repeat(1000)));
  response.once('drain', () => goOn(response));
}

test('of a refusal without end its beginning is told', async () => {
  status = 500;
  const refused = responder.answer(`${url}/response/1`, { told: { text: 'done' } });
  await expect(refused).rejects.toThrow(/^Slack took no answer: 500 (?:used_url ){22}us$/);
  await left;
});

test('of what takes the answer nothing is read', async () => {
  status = 200;
  await responder.answer(`${url}/response/1`, { told: { text: 'done' } });
  await left;
});
