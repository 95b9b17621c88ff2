import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { until } from '../rigs/until.ts';

/** What an answer says that tests go on with. */
const said = z.looseObject({ id: z.string().default(''), secret: z.string().default('') });

/** POSTs to an API as bob until it is taken: a busy machine's worker may be late, and the same request is harmless then. */
export async function post(api: string, path: string, body: object, headers: Record<string, string> = {}) {
  const key = { 'sluice-actor': 'bob', 'idempotency-key': randomUUID() };
  return until(path, async () => {
    const answer = await fetch(`${api}/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...key, ...headers },
      body: JSON.stringify(body),
    });
    const text: unknown = await answer.json();
    if (!answer.ok) throw new Error(JSON.stringify(text));
    return said.parse(text);
  });
}
