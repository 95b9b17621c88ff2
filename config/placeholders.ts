/** Placeholders such as `{{slot}}` in commands and labels. */
import { didYouMean } from './suggest.ts';
import type { Reading } from './units.ts';

/** Text in which every `{{…}}` is one of the known placeholders. */
export function parsePlaceholders(text: string, known: readonly string[]): Reading<string> {
  for (const [written, inside = ''] of text.matchAll(/\{\{([^}]*)\}\}/g)) {
    if (known.includes(inside)) continue;
    const expected = known.map((word) => `{{${word}}}`).join(' or ');
    const message = `the placeholder ${written} is not known`;
    return { refused: { message, expected, ...didYouMean(inside.trim(), known) } };
  }
  return { value: text };
}
