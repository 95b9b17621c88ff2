import { didYouMean } from '../suggest.ts';
import { quote, type Reading } from '../units.ts';
import { text } from './leaf.ts';

const EXPECTED = 'the name of a time zone, such as Europe/Berlin or UTC';

/** The IANA name of a time zone. */
export function timeZone(description: string) {
  return text(EXPECTED, readTimeZone, { minLength: 1, description });
}

/** Reads the name of a time zone; those that only some systems know, such as EST or UTC+2, are refused. */
function readTimeZone(input: string): Reading<string> {
  const known = Intl.supportedValuesOf('timeZone');
  if (known.includes(input) || input === 'UTC' || isAlias(input)) return { value: input };
  return {
    refused: {
      message: `${quote(input)} is no time zone`,
      expected: EXPECTED,
      ...didYouMean(input, known),
    },
  };
}

/** Names such as Asia/Calcutta, which have become others, are still names. */
function isAlias(input: string): boolean {
  if (!/^[A-Z][A-Za-z_]+\/[A-Za-z_/-]+$/.test(input)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: input }));
  } catch {
    return false;
  }
}
