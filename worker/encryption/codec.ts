import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { UnreadablePayload } from '../../activities/payloads.ts';
import type { EncryptionKey } from './keys.ts';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

/** Names and form are those of Temporal's own samples, so that codec servers made of these can show histories. */
const ENCODING = 'binary/encrypted';
const CIPHER = 'AES/GCM';
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const NEXT = 'give this daemon the key under temporal.encryption.keys in its settings';

/**
 * Encrypts payloads with the first key, and reads those of every key and plain ones, which were written before there
 * was a key. Without keys it writes plain ones. What it cannot read is told to `onUnreadable` and thrown as an
 * UnreadablePayload: whoever asked must not take it for an empty answer.
 */
export function createCodec(
  keys: readonly EncryptionKey[],
  onUnreadable: (error: UnreadablePayload) => void,
): PayloadCodec {
  const [first] = keys;
  const byId = new Map(keys.map((each) => [each.id, each]));
  return {
    async encode(payloads) {
      return first === undefined ? payloads : payloads.map((payload) => encrypt(payload, first));
    },
    async decode(payloads) {
      try {
        return payloads.map((payload) => (isEncrypted(payload) ? decrypt(payload, byId) : payload));
      } catch (error) {
        if (error instanceof UnreadablePayload) onUnreadable(error);
        throw error;
      }
    },
  };
}

/** Whether this is what a key has made of a payload. */
export function isEncrypted(payload: Payload): boolean {
  return metadataOf(payload, 'encoding') === ENCODING;
}

function encrypt(payload: Payload, { id, key }: EncryptionKey): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  const plain = PayloadMessage.encode(payload).finish();
  const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return {
    metadata: {
      encoding: Buffer.from(ENCODING),
      'encryption-cipher': Buffer.from(CIPHER),
      'encryption-key-id': Buffer.from(id),
    },
    data,
  };
}

function decrypt(payload: Payload, keys: ReadonlyMap<string, EncryptionKey>): Payload {
  const id = metadataOf(payload, 'encryption-key-id');
  const known = keys.get(id);
  if (known === undefined) {
    throw new UnreadablePayload(`This is encrypted with the key ${JSON.stringify(id)}: ${NEXT}.`);
  }
  const data = payload.data ?? new Uint8Array();
  const end = data.length - TAG_BYTES;
  try {
    const decipher = createDecipheriv(ALGORITHM, known.key, data.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(data.subarray(Math.max(0, end)));
    const plain = Buffer.concat([decipher.update(data.subarray(NONCE_BYTES, end)), decipher.final()]);
    return PayloadMessage.decode(plain);
  } catch (error) {
    const message = `This says that it is encrypted with the key ${JSON.stringify(id)}, and that key of the settings does not open it: it is another one, or the payload was changed.`;
    throw new UnreadablePayload(message, { cause: error });
  }
}

function metadataOf({ metadata }: Payload, name: string): string {
  return Buffer.from(metadata?.[name] ?? []).toString('utf8');
}
