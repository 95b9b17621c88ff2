import { readdir, readFile, readlink } from 'node:fs/promises';

/** How often a server has done each thing since it began, by name. */
export type Counts = Record<string, number>;

/** Listening, in the kernel's table of sockets. */
const LISTEN = '0A';
const PATIENCE = 1000;

/**
 * What Temporal's server has asked of its database, and heartbeats that it took, by what its own page of metrics says;
 * nothing where the process serves none.
 */
export async function storeRequests(pid: number): Promise<Counts> {
  for (const port of await listeningPorts(pid)) {
    const page = await readPage(port);
    if (page.includes('persistence_requests{')) return countsOf(page);
  }
  return {};
}

/** What was counted since; only what was done at all. Pure. */
export function sinceThen(before: Counts, after: Counts): Counts {
  const rest = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const);
  return Object.fromEntries(rest.filter(([, count]) => count > 0));
}

function countsOf(page: string): Counts {
  const counts: Counts = {};
  const asked = /^(visibility_)?persistence_requests\{.*?operation="(\w+)".*?\} (\S+)$/gm;
  const heard =
    /^service_requests\{.*?operation="(RecordActivityTaskHeartbeat)".*?service_name="history".*?\} (\S+)$/gm;
  const add = (name: string, count = '0'): void => {
    counts[name] = (counts[name] ?? 0) + Number(count);
  };
  for (const [, visible = '', name = '', count] of page.matchAll(asked))
    add(`${visible ? 'visibility: ' : ''}${name}`, count);
  for (const [, name = '', count] of page.matchAll(heard)) add(name, count);
  return counts;
}

async function readPage(port: number): Promise<string> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`, {
      signal: AbortSignal.timeout(PATIENCE),
    });
    return await response.text();
  } catch {
    return '';
  }
}

async function listeningPorts(pid: number): Promise<number[]> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(
    descriptors.map(async (each) => readlink(`/proc/${pid}/fd/${each}`).catch(() => '')),
  );
  const sockets = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map(async (name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '')),
  );
  const rows = tables.flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)));
  const listening = rows.filter((row) => row[3] === LISTEN && sockets.has(row[9] ?? ''));
  return listening.map((row) => Number.parseInt((row[1] ?? '').split(':').at(-1) ?? '', 16));
}
