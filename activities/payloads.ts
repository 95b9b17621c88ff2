/** Payloads as Temporal keeps them: what is read of a history or a description, past the client's own readers. */
import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { z } from 'zod';

/** Stands for a payload that none of the daemon's keys opens. Its message says which key it wants. */
export class UnreadablePayload extends Error {
  override name = 'UnreadablePayload';
}

/** What one payload says, decrypted where it is encrypted; undefined where there is none. Throws UnreadablePayload. */
export async function readPayload(client: Client, payload: Payload | null | undefined): Promise<unknown> {
  if (payload === null || payload === undefined) return undefined;
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  let payloads = [payload];
  // The first one encodes last, so it decodes last, too.
  for (const codec of payloadCodecs.toReversed()) payloads = await codec.decode(payloads);
  const [read] = payloads;
  return read === undefined ? undefined : payloadConverter.fromPayload(read);
}

/** The payload that says this, encrypted where the daemon encrypts. */
export async function toPayload(client: Client, said: unknown): Promise<Payload> {
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  let payloads = [payloadConverter.toPayload(said)];
  for (const codec of payloadCodecs) payloads = await codec.encode(payloads);
  const [payload] = payloads;
  if (payload === undefined) throw new Error('a codec of payloads has made nothing of one');
  return payload;
}

const attributes = z.object({ message: z.string() });

/** What a failure says in words, also where they are encrypted. Throws UnreadablePayload. */
export async function readMessage(
  client: Client,
  failure: { message?: string | null; encodedAttributes?: Payload | null } | null | undefined,
): Promise<string | undefined> {
  const encoded = attributes.safeParse(await readPayload(client, failure?.encodedAttributes)).data;
  return encoded?.message ?? failure?.message ?? undefined;
}
