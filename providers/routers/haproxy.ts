import { createHash } from 'node:crypto';
import type { HaproxyRouter } from '../../config/routers/haproxy.ts';
import { readIfThere } from './fenced-file/fenced-write.ts';
import { stampOf } from './fenced-file/stamp-line.ts';
import { readCounts, readProcess } from './haproxy/counts.ts';
import { entriesOfFile, linesOf, sameEntries } from './haproxy/entries.ts';
import { entriesFor, stateOf } from './haproxy/map-state.ts';
import { backendsOf } from './haproxy/names.ts';
import { findMap } from './haproxy/running-map.ts';
import { readServers } from './haproxy/servers.ts';
import { withSession } from './haproxy/session.ts';
import { writeMap } from './haproxy/write-map.ts';
import type { Reading, Router, Targets } from './router.ts';
import { refuseUnsafeSplit } from './wanted.ts';

/** So long after a start, an earlier process may still answer what was under way at a reload, in milliseconds. */
const PREDECESSOR = 60_000;

/**
 * HAProxy by a map of its own for each lane: the map's file is stored state, which a reload and a restart read; the
 * map in the running process, changed through the Runtime API, is in effect. A reading tells what is in effect, so
 * that a change there is seen as one; the fence is that of the file.
 */
export function createHaproxyRouter(config: HaproxyRouter, lane: string): Router {
  const { socket, map: file, targets: kind } = config;
  const backends = backendsOf(config, lane);
  const targetsFor = async (wanted: { targets: Targets }, signal: AbortSignal): Promise<Targets> =>
    kind === 'given'
      ? wanted.targets
      : withSession(socket, signal, (session) => readServers(session, backends));
  return {
    capabilities: {
      granularity: 1,
      atomic: true,
      sticky: false,
      stamps: true,
      propagation: 50,
      observes: true,
      observationLag: 0,
      targets: kind,
    },
    read: (signal) =>
      withSession(socket, signal, async (session): Promise<Reading> => {
        const text = await readIfThere(file);
        const running = await (await findMap(session, file, socket)).entries();
        await readCounts(session, backends, socket);
        const written = entriesOfFile(text);
        const stamp = stampOf(text);
        const stored = stateOf(written, kind);
        const state = stateOf(running, kind);
        const unreadable = stored.unreadable ?? state.unreadable;
        return {
          split: unreadable === undefined ? state.split : null,
          targets: kind === 'fixed' ? await readServers(session, backends) : state.targets,
          stamp: stamp?.lane === lane ? stamp : null,
          foreign: (text.trim() !== '' || running.length > 0) && stamp?.lane !== lane,
          ...(unreadable === undefined ? {} : { unreadable }),
          inEffect: sameEntries(written, running),
          digest: createHash('sha256').update(text).update('\0').update(linesOf(running)).digest('hex'),
        };
      }),
    async write(wanted, fence, signal) {
      if (fence.lane !== lane)
        throw new Error(`A write for lane ${fence.lane} was asked of the router of ${lane}.`);
      if (wanted.split !== null) refuseUnsafeSplit(wanted.split, await targetsFor(wanted, signal), lane);
      const entries = entriesFor(wanted, fence, kind);
      return writeMap(config, entries, fence, signal);
    },
    requests: (signal) =>
      withSession(socket, signal, async (session) => {
        const { id, startedAt } = await readProcess(session, socket);
        const { blue, green } = await readCounts(session, backends, socket);
        // By process, since a start within the second of the reading before could not be told from the time alone.
        const series = { blue: { [id]: blue.requests }, green: { [id]: green.requests } };
        return { at: Date.now(), series, startedAt };
      }),
    inFlight: (slot, signal) =>
      withSession(socket, signal, async (session) => {
        const { startedAt } = await readProcess(session, socket);
        if (Date.now() - startedAt < PREDECESSOR) return undefined;
        return (await readCounts(session, backends, socket))[slot].inFlight;
      }),
    describe: () => `HAProxy at ${socket}, by its map ${file}`,
  };
}
