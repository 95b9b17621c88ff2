/** Lists acts of many chains as one list, newest first, reading no more of each than is shown. */
import { auditChains, readChain } from '../../activities/audit/read.ts';
import type { AuditPage } from '../wire/audit.ts';
import { newerFirst, writeAuditCursor, type AuditCursor } from './cursor.ts';

/** Which acts are listed; those that are left out are not asked about. */
export interface AuditFilter {
  /** `SERVICE.ENVIRONMENT`, or `registry`. */
  lane?: string;
  release?: string;
  actor?: string;
  act?: string;
  source?: string;
  /** From this moment on, and before that one, in milliseconds since the epoch. */
  from?: number;
  to?: number;
}

type Entry = AuditPage['acts'][number];

/** One page of the chains that the caller may see. `limit` is at least 1. */
export async function listAudit(
  archiveFolder: string,
  filter: AuditFilter,
  limit: number,
  maySee: (chain: string) => boolean,
  cursor?: AuditCursor,
): Promise<AuditPage> {
  const chains = filter.lane === undefined ? await auditChains(archiveFolder) : [filter.lane];
  const streams = chains
    .filter(maySee)
    .map((chain) => wanted(readChain(archiveFolder, chain), filter, cursor));
  const acts: Entry[] = [];
  try {
    for await (const entry of merged(streams)) {
      if (acts.length === limit) return { acts, next: nextOf(acts) };
      acts.push(entry);
    }
    return { acts };
  } finally {
    await Promise.all(streams.map(async (stream) => stream.return(undefined)));
  }
}

function nextOf(acts: readonly Entry[]): string {
  const last = acts.at(-1);
  return last === undefined ? '' : writeAuditCursor(last);
}

/** Always the newest of what comes next in each. */
async function* merged(streams: readonly AsyncGenerator<Entry>[]): AsyncGenerator<Entry> {
  const heads = await Promise.all(streams.map(async (stream) => ({ stream, next: await stream.next() })));
  for (;;) {
    let first: { head: (typeof heads)[number]; entry: Entry } | undefined;
    for (const head of heads) {
      if (head.next.done === true) continue;
      const entry = head.next.value;
      if (first === undefined || newerFirst(entry, first.entry) < 0) first = { head, entry };
    }
    if (first === undefined) return;
    yield first.entry;
    first.head.next = await first.head.stream.next();
  }
}

async function* wanted(
  lines: AsyncGenerator<Entry>,
  filter: AuditFilter,
  cursor: AuditCursor | undefined,
): AsyncGenerator<Entry> {
  for await (const line of lines) {
    // Nothing is done after its chain took it in, so all that follows is older still.
    if (filter.from !== undefined && line.recorded < filter.from) return;
    if (cursor !== undefined && newerFirst(cursor, line) >= 0) continue;
    if (matches(line, filter)) yield line;
  }
}

function matches(line: Entry, { release, actor, act, source, from, to }: AuditFilter): boolean {
  return (
    (release === undefined || line.release === release) &&
    (actor === undefined || line.actor === actor) &&
    (act === undefined || line.act === act) &&
    (source === undefined || line.source === source) &&
    (from === undefined || line.at >= from) &&
    (to === undefined || line.at < to)
  );
}
