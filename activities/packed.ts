import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Plain data as JSON, deflated and in base64: what is sent with each heartbeat would be large otherwise. */
export function packed(value: unknown): string {
  return deflateRawSync(JSON.stringify(value)).toString('base64');
}

/** What `packed` was given. */
export function unpacked(text: string): unknown {
  return JSON.parse(inflateRawSync(Buffer.from(text, 'base64')).toString('utf8'));
}
