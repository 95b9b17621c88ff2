/** A mapping whose one key names a kind, such as `router: { traefik: … }`. */
import { z } from 'zod';
import { mapping } from './mapping.ts';

/** What was read under the key, and the key. */
export type OfKind<T> = T & { kind: string };

/**
 * A mapping with exactly one of these keys; `what` names it in messages, such as "a router". `plainWords` are what may
 * be written instead of a mapping; they only serve the hints.
 */
export function oneKind<T extends object>(
  kinds: Record<string, z.ZodType<T>>,
  what: string,
  plainWords: readonly string[] = [],
) {
  const expected = `one of ${Object.keys(kinds).join(', ')}`;
  const optional = Object.entries(kinds).map(([kind, schema]) => [kind, schema.exactOptional()] as const);
  return mapping(Object.fromEntries(optional), plainWords)
    .refine((value) => Object.keys(value).length === 1, {
      when: ({ value, issues }) =>
        typeof value === 'object' && value !== null && (issues.length === 0 || Object.keys(value).length > 1),
      params: { message: `${what} must have one key, its kind`, expected },
    })
    .meta({ minProperties: 1, maxProperties: 1 })
    .transform((value): OfKind<T> => {
      const [only] = Object.entries(value);
      return only === undefined ? z.NEVER : { ...only[1], kind: only[0] };
    });
}
