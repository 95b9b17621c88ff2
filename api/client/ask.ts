import { randomUUID } from 'node:crypto';
import type { AxiosInstance } from 'axios';
import type { z } from 'zod';
import { toFailure } from './failure.ts';

/**
 * One request, its answer read by a schema. A POST carries an Idempotency-Key: `key`, which makes a repeat harmless,
 * or a new one. Throws a `ClientFailure`.
 */
export type Ask = <T>(
  schema: z.ZodType<T>,
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  more?: { data?: object; params?: object; key?: string | undefined },
) => Promise<T>;

/** Asks over a connection; `server` is only told in failures. */
export function asker(http: AxiosInstance, server: string): Ask {
  return async (schema, method, url, { key, ...more } = {}) => {
    const headers = method === 'GET' ? {} : { 'idempotency-key': key ?? randomUUID() };
    try {
      const { data } = await http.request<unknown>({ method, url, headers, ...more });
      return schema.parse(data);
    } catch (error) {
      throw toFailure(error, `${method} ${server}${url}`);
    }
  };
}
