/** Says of the lines of chains whether each is as it was written, and follows the one before it. */
import type { AuditHead } from '../../workflows/audit-messages.ts';
import { BEGINNING, hashOf, readLine, type AuditLine } from './line.ts';

/** What was found of one chain. */
export interface ChainCheck {
  chain: string;
  lines: number;
  /** The last line there is. */
  last: AuditHead;
  /** What is wrong with it, a sentence each, in the order of the file; none where all is as it was written. */
  faults: string[];
}

/** What was found in a file. */
export interface AuditCheck {
  chains: ChainCheck[];
  /** Numbers of lines that are none: a power cut may tear the last one, which is written again below it. */
  torn: number[];
}

/** Checks lines, oldest first, of one chain or of several. Pure. */
export function verifyLines(texts: Iterable<string>): AuditCheck {
  const chains = new Map<string, ChainCheck & { seen: Set<string> }>();
  const torn: number[] = [];
  let at = 0;
  for (const text of texts) {
    at += 1;
    if (text === '') continue;
    const line = readLine(text);
    if (line === undefined) {
      torn.push(at);
      continue;
    }
    const chain = chains.get(line.chain) ?? freshCheck(line.chain);
    chains.set(line.chain, chain);
    checkLine(chain, line, at);
  }
  return { chains: [...chains.values()].map(({ seen: _, ...check }) => check), torn };
}

/** What is wrong with the end of a chain, by the line that its owner says it wrote last; undefined where nothing is. Pure. */
export function endFault({ chain, last }: ChainCheck, head: AuditHead | null): string | undefined {
  const { number, hash } = head ?? BEGINNING;
  if (last.number < number) {
    return `${acts(chain, last.number + 1, number)} missing at the end: its owner wrote ${number} lines`;
  }
  if (last.number > number) {
    return `${acts(chain, number + 1, last.number)} not its owner's, which wrote ${number} lines`;
  }
  return last.hash === hash
    ? undefined
    : `the last line of ${chain}, act ${number}, is not the one that its owner wrote`;
}

function freshCheck(chain: string): ChainCheck & { seen: Set<string> } {
  return { chain, lines: 0, last: BEGINNING, faults: [], seen: new Set() };
}

function checkLine(check: ChainCheck & { seen: Set<string> }, line: AuditLine, at: number): void {
  const { chain, last, faults, seen } = check;
  const where = `line ${at}: act ${line.number} of ${chain}`;
  if (hashOf(line) !== line.hash) faults.push(`${where} was changed: it is not what its hash says`);
  // A repeated attempt may have written the same line twice.
  else if (seen.has(line.hash)) return;
  else if (line.number > last.number + 1) {
    const missing = acts(chain, last.number + 1, line.number - 1);
    faults.push(`line ${at}: ${missing} missing before act ${line.number}`);
  } else if (line.number <= last.number) faults.push(`${where} stands after act ${last.number}`);
  else if (line.prev !== last.hash)
    faults.push(`${where} does not follow act ${last.number}: one of the two was put in another's place`);
  seen.add(line.hash);
  check.lines += 1;
  check.last = { number: line.number, hash: line.hash };
}

function acts(chain: string, from: number, to: number): string {
  return from === to ? `act ${from} of ${chain} is` : `acts ${from} to ${to} of ${chain} are`;
}
