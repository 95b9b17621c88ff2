/** Lines that fit a width, made of plain and styled parts. */
import type { Paint, Style } from './paint.ts';

/** A piece of a line. */
export type Part = string | { style: Style; text: string };

const CONTROL = /[\p{Cc}\p{Bidi_Control}]/gu;

/** The text without what a terminal would obey instead of showing it; line breaks stay. Texts come from other people. */
export function shownText(text: string): string {
  return text
    .split('\n')
    .map((each) => each.replace(CONTROL, ' '))
    .join('\n');
}

/** One line, cut at `width` columns. Control characters are blanked: texts come from other people. */
export function line(width: number, paint: Paint, ...parts: Part[]): string {
  let left = width;
  let whole = '';
  for (const part of parts) {
    const { style, text } = typeof part === 'string' ? { style: undefined, text: part } : part;
    const clean = text.replace(CONTROL, ' ');
    const shown = clean.length <= left ? clean : left < 1 ? '' : `${clean.slice(0, left - 1)}…`;
    left = clean.length <= left ? left - clean.length : 0;
    whole += style === undefined || shown === '' ? shown : paint(style, shown);
  }
  return whole.trimEnd();
}

/** A text broken between words into lines of at most `width` columns. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.replace(CONTROL, ' ').split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}
