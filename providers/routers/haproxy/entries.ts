/** An entry of a map: a key without blanks, and the rest of its line. */
export type Entry = readonly [key: string, value: string];

/** The entries of a map's file, read as HAProxy reads it. Pure. */
export function entriesOfFile(text: string): Entry[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(entryOf);
}

/** The entries in the answer of `show map MAP`, where each line begins with an address in memory. Pure. */
export function entriesOfAnswer(text: string): Entry[] {
  return text
    .split('\n')
    .map((line) => /^0x[0-9a-f]+ (.*)$/.exec(line)?.[1])
    .flatMap((line) => (line === undefined ? [] : [entryOf(line)]));
}

/** Whether both hold the same, in any order. Pure. */
export function sameEntries(a: readonly Entry[], b: readonly Entry[]): boolean {
  return linesOf(a) === linesOf(b);
}

/** The entries as text, the same for the same entries. Pure. */
export function linesOf(entries: readonly Entry[]): string {
  return entries
    .map((entry) => `${entry.join(' ')}\n`)
    .toSorted()
    .join('');
}

function entryOf(line: string): Entry {
  const [key = '', ...rest] = line.split(/[ \t]/);
  return [key, rest.join(' ').trim()];
}
