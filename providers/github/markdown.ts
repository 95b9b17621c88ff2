/** Words of others within GitHub's Markdown. */

/** The text as it is: nothing in it is a link, a mention, a cell of a table or HTML. */
export function escapeMarkdown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.replaceAll(/[\\`*_[\]()<>|#~&@!:]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** At most so many UTF-16 units, with an ellipsis where something is left off; no character is cut in two. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > most - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
