/** Scalars: one reader each, with its own words for what was expected, and its part of the JSON Schema. */
import { z } from 'zod';
import { didYouMean } from '../suggest.ts';
import { quote, type Reading, type Refusal } from '../units.ts';

/** What a leaf adds to a zod issue, under `params`. */
export interface LeafParams extends Refusal {
  leaf: true;
}

/** A scalar that `read` turns into a value. `json` is its JSON Schema, which editors use. */
export function leaf<T>(read: (input: unknown) => Reading<T>, json: z.GlobalMeta) {
  return z
    .unknown()
    .meta(json)
    .transform((input, context): T => {
      const reading = read(input);
      if ('value' in reading) return reading.value;
      const params: LeafParams = { leaf: true, ...reading.refused };
      context.issues.push({ code: 'custom', input, message: reading.refused.message, params: { ...params } });
      return z.NEVER;
    });
}

/** Text that `read` understands; anything but text is refused as not being `expected`. */
export function text<T>(expected: string, read: (input: string) => Reading<T>, json: z.GlobalMeta = {}) {
  return leaf((input) => (typeof input === 'string' ? read(input) : notText(input, expected, read)), {
    type: 'string',
    ...json,
  });
}

/** Text that is not empty. */
export function words(expected: string, description: string) {
  const read = (input: string): Reading<string> =>
    input.trim() === '' ? { refused: { message: 'the text is empty', expected } } : { value: input };
  return text(expected, read, { minLength: 1, description });
}

/** One of a few words. */
export function oneOf<const T extends string>(known: readonly T[], description?: string) {
  const expected = `one of ${known.join(', ')}`;
  const read = (input: unknown): Reading<T> => {
    const found = known.find((word) => word === input);
    if (found !== undefined) return { value: found };
    const hint = typeof input === 'string' ? didYouMean(input, known) : {};
    return { refused: { message: `${show(input)} is not known`, expected, ...hint } };
  };
  return leaf(read, {
    type: 'string',
    enum: [...known],
    ...(description === undefined ? {} : { description }),
  });
}

/** True or false. */
export function yesOrNo(description: string) {
  const read = (input: unknown): Reading<boolean> =>
    typeof input === 'boolean'
      ? { value: input }
      : { refused: { message: `${show(input)} is not a yes or no`, expected: 'true or false' } };
  return leaf(read, { type: 'boolean', description });
}

/** Limits of a number, both included unless said otherwise. */
interface Limits {
  min: number;
  max: number;
  whole?: boolean;
  /** True when `min` itself is refused. */
  above?: boolean;
}

/** A number within limits. */
export function number({ min, max, whole = false, above = false }: Limits, description: string) {
  const kind = whole ? 'a whole number' : 'a number';
  const expected = above ? `${kind} above ${min}, at most ${max}` : `${kind} from ${min} to ${max}`;
  const read = (input: unknown): Reading<number> => {
    if (typeof input !== 'number') {
      const quoted = typeof input === 'string' && input.trim() !== '' && Number.isFinite(Number(input));
      const hint = quoted ? { hint: 'write it without quotes' } : {};
      return { refused: { message: `${show(input)} is not a number`, expected, ...hint } };
    }
    const fits =
      input >= min && input <= max && !(above && input === min) && (!whole || Number.isInteger(input));
    return fits ? { value: input } : { refused: { message: `${input} is out of range`, expected } };
  };
  const least = above ? { exclusiveMinimum: min } : { minimum: min };
  return leaf(read, { type: whole ? 'integer' : 'number', ...least, maximum: max, description });
}

/** A value as an error message shows it. */
export function show(input: unknown): string {
  if (input === undefined || input === null) return 'an empty value';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a mapping';
  if (typeof input === 'string') return quote(input);
  return typeof input === 'number' || typeof input === 'boolean' ? String(input) : `a ${typeof input}`;
}

/** A number or word that YAML took for something else is text once quoted, where it would be right then. */
function notText<T>(
  input: unknown,
  expected: string,
  read: (input: string) => Reading<T>,
): { refused: Refusal } {
  const scalar = typeof input === 'number' || typeof input === 'boolean';
  const quotable = scalar && 'value' in read(String(input));
  const hint = quotable ? { hint: `quote it: "${String(input)}"` } : {};
  return { refused: { message: `${show(input)} is not text`, expected, ...hint } };
}
