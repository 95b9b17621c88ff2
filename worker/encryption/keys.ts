import { createSecretKey, type KeyObject } from 'node:crypto';
import { resolveSecrets } from '../../providers/secrets.ts';
import { StartError } from '../start-error.ts';

/** A key as the settings have it: its name, and a reference to the secret. */
export interface WrittenKey {
  id: string;
  key: string;
}

/** A key of AES-256, and the name that stands beside what it has encrypted. */
export interface EncryptionKey {
  id: string;
  key: KeyObject;
}

const BYTES = 32;
const MAKE_ONE = 'make one by: openssl rand -base64 32';

/**
 * The keys themselves. Throws a StartError that names the reference, and
 * never says a value, when one cannot be read or is no key.
 */
export async function readKeys(
  written: readonly WrittenKey[],
  environment: Record<string, string | undefined>,
): Promise<EncryptionKey[]> {
  return Promise.all(written.map((each) => readKey(each, environment)));
}

async function readKey(
  { id, key: reference }: WrittenKey,
  environment: Record<string, string | undefined>,
): Promise<EncryptionKey> {
  const where = `The key ${id} of temporal.encryption`;
  const text = await resolveSecrets(reference, environment).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`${where} cannot be read: ${reason}`, { cause: error });
  });
  const bytes = Buffer.from(text.trim(), 'base64');
  // Node passes over what is no base64, so what it understood is compared with what was written.
  if (bytes.length !== BYTES || bytes.toString('base64') !== text.trim()) {
    throw new StartError(`${where}, read from ${reference}, is not ${BYTES} bytes in base64; ${MAKE_ONE}`);
  }
  return { id, key: createSecretKey(bytes) };
}
