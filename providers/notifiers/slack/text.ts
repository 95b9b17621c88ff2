/** Text as Slack takes it: escaped, and no longer than it may be. */

/** Characters of a text in a block that Slack takes at most. */
const MOST = 3000;

/** Text in which nothing is a mention, a link or a date any more; Slack's own rule. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** At most so many characters, with a mark where something is left out. An escape is never cut in two. */
export function cut(text: string, most = MOST): string {
  if (text.length <= most) return text;
  const begin = text.slice(0, most - 1);
  return `${begin.replace(/&[a-z]*$/, '').replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** What needs no escape, as a link where there is an address for it. */
export function linked(text: string, address: string | undefined): string {
  return address === undefined ? text : `<${address}|${text}>`;
}

/** A time that each reader sees in their own zone; milliseconds since the epoch. */
export function when(at: number): string {
  const written = new Date(at).toISOString().replace('T', ' ').slice(0, 16);
  return `<!date^${Math.floor(at / 1000)}^{date_short_pretty} {time}|${written} UTC>`;
}
