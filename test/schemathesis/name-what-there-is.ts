/**
 * The OpenAPI document with what there really is among the values of its texts, so that calls are not all about what
 * nobody knows. It takes no more and no less than before.
 */
export function nameWhatThereIs(schema: unknown, known: readonly string[]): unknown {
  if (Array.isArray(schema)) return schema.map((each) => nameWhatThereIs(each, known));
  if (typeof schema !== 'object' || schema === null) return schema;
  const all = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, nameWhatThereIs(value, known)]),
  );
  const { type, pattern, ...more } = all;
  if (type !== 'string' || typeof pattern !== 'string') return all;
  const fitting = known.filter((value) => new RegExp(pattern).test(value));
  if (fitting.length === 0) return all;
  return {
    ...more,
    anyOf: [
      { type, enum: fitting },
      { type, pattern },
    ],
  };
}
