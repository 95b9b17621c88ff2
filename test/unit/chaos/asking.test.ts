import fastify from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { ask, newAsked } from '../../chaos/asking.ts';

const api = fastify();
afterEach(async () => api.close());

test('what is no answer of the API is taken for none, and the request is sent again under its key', async () => {
  const bodies = ['{}', '<html></html>', 'null', '{"id":"shop.production.2","state":"running"}'];
  const keys = new Set<unknown>();
  api.post('/v1/releases', async ({ headers }, reply) => {
    keys.add(headers['idempotency-key']);
    return reply.type('application/json').send(bodies.shift());
  });
  api.post('/v1/refused', async (_, reply) => reply.code(409).send({ code: 'lane_busy' }));
  const address = await api.listen({ host: '127.0.0.1', port: 0 });
  const asking = { apis: [address], actor: 'ann', body: {}, over: new AbortController().signal };
  const asked = newAsked();
  const answer = await ask({ ...asking, path: '/v1/releases' }, asked);
  expect(answer).toMatchObject({ status: 200, id: 'shop.production.2', said: 'running' });
  expect(asked.tries.map(({ status }) => status)).toEqual([undefined, undefined, undefined, 200]);
  expect(keys.size).toBe(1);
  const refused = await ask({ ...asking, path: '/v1/refused' }, newAsked());
  expect(refused).toMatchObject({ status: 409, said: 'lane_busy' });
});
