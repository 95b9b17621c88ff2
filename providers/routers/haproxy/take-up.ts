import type { HaproxyRouter } from '../../../config/routers/haproxy.ts';
import { readIfThere } from '../fenced-file/fenced-write.ts';
import { entriesOfFile, sameEntries, type Entry } from './entries.ts';
import { findMap, type RunningMap } from './running-map.ts';
import { withSession } from './session.ts';

/** Points at which a writer may be stopped for any length of time. */
export type TakeUpStage = 'stored' | 'versioned' | 'read' | 'added' | 'committed';

/** More rounds than writers that could be at work at once. */
const rounds = 10;

/**
 * Makes the running HAProxy hold what the map's file holds. A writer may be stopped at any point and woken at any
 * later time without an older content coming into effect: it takes a version of the map, reads the file after that,
 * and commits the version. Whoever writes the file later takes a later version, also where HAProxy holds his content
 * already, and once that is committed HAProxy refuses this one. Then file and map are compared over a new
 * connection, which after a reload reaches the new process, and the round is repeated until they are the same.
 * Throws when they stay different.
 */
export async function takeUp(
  { socket, map: file }: HaproxyRouter,
  signal: AbortSignal,
  between: (stage: TakeUpStage) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const withMap = <T>(use: (map: RunningMap) => Promise<T>): Promise<T> =>
    withSession(socket, signal, async (session) => use(await findMap(session, file, socket)));
  await between('stored');
  for (let round = 0; round < rounds; round += 1) {
    await withMap((map) => replace(map, file, between));
    const running = await withMap((map) => map.entries());
    if (sameEntries(running, await entriesIn(file))) return;
  }
  throw new Error(
    `${file} was written, but the map in the HAProxy at ${socket} did not become the same in ${rounds} attempts: ` +
      `something else changes one of them. Compare them by "show map ${file}".`,
  );
}

async function replace(
  map: RunningMap,
  file: string,
  between: (stage: TakeUpStage) => Promise<void>,
): Promise<void> {
  const version = await map.prepare();
  await between('versioned');
  const entries = await entriesIn(file);
  await between('read');
  for (const entry of entries) await map.add(version, entry);
  await between('added');
  await map.commit(version);
  await between('committed');
}

async function entriesIn(file: string): Promise<Entry[]> {
  return entriesOfFile(await readIfThere(file));
}
