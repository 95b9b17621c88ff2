/** Whether somebody who knows a secret has sent these very bytes. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How a signature is made and written. */
export interface HmacForm {
  algorithm: 'sha256' | 'sha512' | 'sha1';
  encoding: 'hex' | 'base64';
  /** What stands before it in its header. */
  prefix?: string;
}

/** GitHub's: `sha256=` and hexadecimal digits. */
export const GITHUB_HMAC: HmacForm = { algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' };

/**
 * Whether `given` is the HMAC of the bytes under the secret. It takes the same time whatever is wrong with it, so that
 * nobody finds a signature out digit by digit. An empty secret signs nothing.
 */
export function isSigned(bytes: Buffer, given: unknown, secret: string, form: HmacForm): boolean {
  if (typeof given !== 'string' || secret === '') return false;
  const { algorithm, encoding, prefix = '' } = form;
  if (!given.startsWith(prefix)) return false;
  const written = given.slice(prefix.length).trim();
  // Decoding would take what is not one: a digit too many, for one.
  const sent = Buffer.from(encoding === 'hex' ? written.toLowerCase() : written);
  const expected = Buffer.from(createHmac(algorithm, secret).update(bytes).digest(encoding));
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}
