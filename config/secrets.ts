/** References to secrets: what may be written, and nothing that reads one. */
import type { Reading } from './units.ts';

const REFERENCE = /\$\{([^}]*)\}?/g;
const FORMS = '${env:NAME} or ${file:PATH}';

/** Text whose references to secrets are all well formed. Secrets themselves are never read here. */
export function parseReferences(text: string): Reading<string> {
  for (const [written, inside = ''] of text.matchAll(REFERENCE)) {
    const known = /^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:[^}\0]+)$/.test(inside);
    if (!known || !written.endsWith('}')) {
      return { refused: { message: `${written} is not a reference to a secret`, expected: FORMS } };
    }
  }
  return { value: text };
}

/** The same text with the path of every `${file:PATH}` made absolute by `absolute`. */
export function withAbsoluteFiles(text: string, absolute: (path: string) => string): string {
  return text.replaceAll(/\$\{file:([^}]+)\}/g, (_written, path: string) => `\${file:${absolute(path)}}`);
}
