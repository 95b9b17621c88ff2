import type { IncomingHttpHeaders } from 'node:http';

/** A request as a whole. */
export interface Request {
  method: string;
  /** Path with query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** An answer as a whole. */
export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Whether a request only reads: by its method, or as AWS names its actions. */
export function isRead({ method, headers, body }: Request): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  const target =
    String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? '';
  const action = target === '' ? (new URLSearchParams(body.toString()).get('Action') ?? '') : target;
  return /^(Describe|Get|List)/.test(action);
}

/** What is the same for the same question. */
export function questionOf({ method, path, body }: Request): string {
  return [method, path, body.toString()].join('\n');
}
