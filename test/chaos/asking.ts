import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Answer } from './record.ts';

/** One request of the operator, every try of it under one key. */
export interface Asked {
  key: string;
  tries: Answer[];
}

/** How a request is made. */
export interface Asking {
  /** Base URLs, one for each try in turn. */
  apis: readonly string[];
  path: string;
  actor: string;
  body: object;
  /** How often it is sent at once: two clicks of one button carry one key. */
  clicks?: number;
  /** Gives up when it is aborted. */
  over: AbortSignal;
}

/** What the API says of a release, and of why it did nothing. A body that is neither, such as `{}`, is not the API's. */
const answered = z.union([
  z.object({ id: z.string().nullable(), state: z.string().exactOptional() }),
  z.object({ code: z.string() }),
]);

/** Time for an answer, in milliseconds, as a person's client has it. */
const patience = 8000;

/**
 * Sends a request until it is answered by something else than 5xx or 429, always under the same key; answers with the
 * last answer. `asked` is filled as answers come in.
 */
export async function ask(asking: Asking, asked: Asked): Promise<Answer | undefined> {
  const { clicks = 1, over } = asking;
  for (let turn = 0; !over.aborted; turn += 1) {
    const answers = await Promise.all(
      Array.from({ length: turn === 0 ? clicks : 1 }, (_, i) => send(asking, asked.key, turn + i)),
    );
    asked.tries.push(...answers);
    const final = answers.find(({ status }) => status !== undefined && status < 500 && status !== 429);
    if (final !== undefined) return final;
    await sleep(Math.min(3000, 300 * (turn + 1)), undefined, { signal: over }).catch(() => undefined);
  }
  return undefined;
}

/** A new request that was not sent yet. */
export function newAsked(): Asked {
  return { key: randomUUID(), tries: [] };
}

async function send({ apis, path, actor, body, over }: Asking, key: string, turn: number): Promise<Answer> {
  const signal = AbortSignal.any([over, AbortSignal.timeout(patience)]);
  try {
    const response = await fetch(`${apis[turn % apis.length]}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sluice-actor': actor, 'idempotency-key': key },
      body: JSON.stringify(body),
      signal,
    });
    const text = await response.text();
    const { status } = response;
    // What is no answer of the API, such as garbage of a proxy, is none at all: nobody knows what became of it.
    const read = answered.safeParse(parse(text));
    if (!read.success) return { at: Date.now() };
    if ('code' in read.data) return { at: Date.now(), status, said: read.data.code };
    const { id, state } = read.data;
    return { at: Date.now(), status, id, ...(state === undefined ? {} : { said: state }) };
  } catch {
    return { at: Date.now() };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
