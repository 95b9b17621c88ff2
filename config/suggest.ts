/** Spelling help for keys and words. */
import { closest, distance } from 'fastest-levenshtein';

/**
 * The known word that was probably meant: the nearest one, if it differs in no more than a third of its
 * letters or continues what was written. Undefined when nothing is near.
 */
function nearest(written: string, known: readonly string[]): string | undefined {
  const word = written.toLowerCase();
  const begun = known.find((candidate) => word.length >= 3 && candidate.toLowerCase().startsWith(word));
  if (begun !== undefined || known.length === 0) return begun;
  const candidate = closest(word, known);
  return distance(word, candidate) <= Math.max(1, Math.ceil(candidate.length / 3)) ? candidate : undefined;
}

/** A hint that names the known word that was probably meant, or nothing. */
export function didYouMean(written: string, known: readonly string[]): { hint?: string } {
  const word = nearest(written, known);
  return word === undefined ? {} : { hint: `did you mean "${word}"?` };
}
