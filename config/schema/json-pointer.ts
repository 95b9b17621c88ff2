/** Places in a JSON document that somebody else sends (RFC 6901). */
import { quote, type Reading } from '../units.ts';
import { text } from './leaf.ts';

const POINTER = /^(?:\/(?:[^~/]|~[01])*)+$/;

/** Whether a text is a JSON pointer to something within a document. */
export function isPointer(input: string): boolean {
  return POINTER.test(input);
}

/** Text as it is, or a JSON pointer to where it stands in what is sent. */
export function fixedOrPointed(what: string, description: string) {
  const expected = `${what}, or a JSON pointer such as /data/tag`;
  const read = (input: string): Reading<string> => {
    if (input.trim() === '') return { refused: { message: 'the text is empty', expected } };
    return input.startsWith('/') && !isPointer(input)
      ? { refused: { message: `${quote(input)} is not a JSON pointer`, expected } }
      : { value: input };
  };
  return text(expected, read, { minLength: 1, description });
}

/** A JSON pointer as the key of a mapping. */
export const pointerKey = text(
  'a JSON pointer such as /action',
  (input): Reading<string> =>
    isPointer(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} is not a JSON pointer`, expected: 'one such as /action' } },
  { pattern: '^/' },
);
