/** Mappings that know their keys, for "did you mean". */
import { z } from 'zod';

/**
 * A mapping with exactly these keys. The message of an unknown-key issue is the list of the known ones,
 * comma separated, since zod's issue does not carry them.
 */
export function mapping<Shape extends z.ZodRawShape>(shape: Shape, plainWords: readonly string[] = []) {
  const known = [...Object.keys(shape), ...plainWords].join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? known : undefined),
  });
}

/**
 * A mapping with exactly one of these keys. `plainWords` are what may be written as a plain word instead of
 * a mapping; they only serve the hints.
 */
export function oneKey<Shape extends z.ZodRawShape>(
  shape: Shape,
  what: string,
  plainWords: readonly string[],
) {
  const known = Object.keys(shape);
  return mapping(shape, plainWords)
    .refine((value) => Object.keys(value).length === 1, {
      // Also beside other problems of the mapping; an unknown key alone is already a problem of its own.
      when: ({ value, issues }) =>
        typeof value === 'object' && value !== null && (issues.length === 0 || Object.keys(value).length > 1),
      params: {
        message: `${what} must have one key`,
        expected: `one of ${known.join(', ')}`,
        hint: 'begin each with its own "-"',
      },
    })
    .meta({ minProperties: 1, maxProperties: 1 });
}

/** A list that is not empty, of at most `most` entries. */
export function list<Item extends z.ZodType>(item: Item, most: number) {
  return z
    .array(item)
    .min(1, { error: 'at least one entry' })
    .max(most, { error: `at most ${most} entries` });
}
