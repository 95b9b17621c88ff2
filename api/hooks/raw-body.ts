import type { App } from '../routes/index.ts';
import { ApiError } from '../errors.ts';

/** Bodies of signed messages may be larger than those of the API: GitHub's events hold whole descriptions. In bytes. */
export const HOOK_BODY_LIMIT = 1024 * 1024;

/** In this scope a body is the bytes that came: parsing and writing them again would not be what was signed. */
export function keepBytes(scope: App): void {
  scope.removeContentTypeParser('application/json');
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: HOOK_BODY_LIMIT },
    (_request, body, done) => done(null, body),
  );
}

/** The bytes of a request in such a scope. */
export function bytesOf(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

/** What the bytes say. Read only after their signature was checked. */
export function parseBytes(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new ApiError('malformed_json', `the body cannot be read as JSON: ${String(error)}`);
  }
}
