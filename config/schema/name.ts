/** Names of services, environments and metrics. */
import { z } from 'zod';
import { quote, type Reading } from '../units.ts';
import { text } from './leaf.ts';

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
const EXPECTED = 'lower-case letters, digits and hyphens, 1 to 63 of them, not beginning with a hyphen';

// The one word of this form that every object has already, so that what is looked up by name would be found.
const TAKEN = 'constructor';
const OTHER = `another name than ${TAKEN}`;

/** A name. The message of a refused one is what was expected. */
export const name = z
  .string({ error: EXPECTED })
  .regex(NAME, { error: EXPECTED })
  .refine((input) => input !== TAKEN, { error: OTHER });

/** Name of a label of a metric. */
export const labelName = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, { error: 'a label name: letters, digits and underscores' });

/** Name of a metric. A selector belongs elsewhere. */
export function metricName(description: string) {
  const expected = 'the name of a metric: letters, digits, underscores and colons';
  const read = (input: string): Reading<string> =>
    /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} is not the name of a metric`, expected } };
  return text(expected, read, { pattern: '^[a-zA-Z_:][a-zA-Z0-9_:]*$', description });
}

/** Name of an environment variable. */
export const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'a variable name: letters, digits and underscores' });

// Without a flag, which a JSON Schema has no place for.
const HEADER = /^(?!(?:[Ii]dempotency-[Kk]ey|[Cc]ontent-[Ll]ength|[Hh]ost)$)[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** Name of a header of a request that Sluice does not set itself. */
export const headerName = z
  .string()
  .regex(HEADER, { error: 'the name of a header that Sluice does not set itself' });
