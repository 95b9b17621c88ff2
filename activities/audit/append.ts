/** Adds acts to the file of their chain. It is repeated until it has worked, so what is there already is left alone. */
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AuditAct, AuditHead, AuditRequest } from '../../workflows/audit-messages.ts';
import { BEGINNING, holds, lineAfter, readLine, type AuditLine } from './line.ts';

/** So much of the end of a file is looked at, in bytes: more than what is written at once. */
const TAIL = 1_048_576;

/** Writes what is not there yet, on disk when this returns, and answers with the chain's end. */
export async function appendActs(file: string, { chain, head, acts }: AuditRequest): Promise<AuditHead> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size, TAIL)), {
      position: Math.max(0, size - TAIL),
    });
    const texts = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
    // What stands after the last line break was torn by a power cut, and is written again on a line of its own.
    const isTorn = texts.at(-1) !== '' && size > 0;
    const there = texts.flatMap((text) => readLine(text) ?? []);
    const lines = continued(chain, head, acts, there);
    const known = new Set(there.map(({ hash }) => hash));
    const fresh = lines.filter(({ hash }) => !known.has(hash)).map((line) => JSON.stringify(line));
    if (fresh.length > 0) {
      await handle.appendFile(`${isTorn ? '\n' : ''}${fresh.join('\n')}\n`);
      await handle.sync();
    }
    const { number, hash } = lines.at(-1) ?? head ?? BEGINNING;
    return { number, hash };
  } finally {
    await handle.close();
  }
}

/** The lines that these acts become. Pure. */
function continued(
  chain: string,
  head: AuditHead | null,
  acts: AuditAct[],
  there: readonly AuditLine[],
): AuditLine[] {
  const lines: AuditLine[] = [];
  const { after, first } = begin(head, acts, there);
  for (const act of [...first, ...acts]) lines.push(lineAfter(chain, lines.at(-1) ?? after, act));
  return lines;
}

/** An owner without memory goes on after what it finds, and says so; unless it was itself here just before. */
function begin(
  head: AuditHead | null,
  acts: AuditAct[],
  there: readonly AuditLine[],
): { after: AuditHead; first: AuditAct[] } {
  const last = there.at(-1);
  const [act] = acts;
  if (head !== null || last === undefined || act === undefined)
    return { after: head ?? BEGINNING, first: [] };
  const again = there.find((line) => holds(line, act));
  if (again !== undefined) return { after: { number: again.number - 1, hash: again.prev }, first: [] };
  return { after: last, first: [resumed(act, last)] };
}

function resumed({ recorded }: AuditAct, { number }: AuditLine): AuditAct {
  return {
    at: recorded,
    recorded,
    act: 'chain-resumed',
    actor: 'sluice',
    source: 'lane',
    reason: `whoever wrote this chain has lost its memory: it goes on after line ${number}, which the file ended with`,
  };
}
