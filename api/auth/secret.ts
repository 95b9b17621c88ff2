/** API tokens as text: how one is made, and what is kept of it. */
import { createHash, randomBytes } from 'node:crypto';

/** A new token: 256 random bits behind a prefix by which people and scanners know it. */
export function makeSecret(): string {
  return `sluice_${randomBytes(32).toString('base64url')}`;
}

/** Whether a text has the form of a token. */
export function isSecret(text: string): boolean {
  return /^sluice_[A-Za-z0-9_-]{43}$/.test(text);
}

/** What a token is found by. It cannot be turned back, since what is hashed cannot be guessed. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
