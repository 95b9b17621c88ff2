import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { createClient, type ApiClient } from '../../api/client.ts';
import { ClientFailure } from '../../api/client/failure.ts';
import { until } from '../../test/rigs/until.ts';
import { startBenchDaemon, type BenchDaemon } from '../rig/start-daemon.ts';
import { startLoadPage } from '../rig/load-page.ts';
import { usageOf, usageOfFamily, type FamilyUsage, type Usage } from '../rig/usage.ts';
import { eventsOf } from './release-events.ts';
import { ENVIRONMENT, serviceFile, type SetUp } from './service.ts';
import { sinceThen, storeRequests, type Counts } from './store-requests.ts';

/** What was seen of so many releases at once. */
export interface Played {
  /** From the first start until the last bake was over, in seconds; of those that came so far. */
  whole: number;
  /** From the start of a release until its last bake was over, in seconds, in rising order. */
  bakes: number[];
  /** From the first start until all had ended, in seconds. */
  ended: number;
  completed: number;
  /** Why others did not, each once. */
  failures: string[];
  /** How often a start was answered with "repeat this request", and was repeated with its own key. */
  repeatedStarts: number;
  /** How late checks were, in milliseconds, in rising order. */
  late: number[];
  /** Of a release, in the middle. */
  events: number;
  /** The history of one release by kind of event. */
  history: Counts;
  /** What Temporal asked of its database meanwhile, of all releases; empty where its process is not known. */
  stored: Counts;
  daemon: Usage;
  /** Zeros where Temporal was there before. */
  temporal: Usage;
  /** Zeros where there is none, or where it was there before. */
  postgres: FamilyUsage;
  /** How often the page of metrics was read. */
  reads: number;
}

/** Starts that are asked of the API at the same time. */
const AT_ONCE = 32;
/** Lanes that are adopted at the same time: so few that each is answered in time also where thousands are there. */
const ADOPTED_AT_ONCE = 8;
/** Longer than any set-up may take: a multiple of its ideal time, and so many milliseconds for each release. */
const [PATIENCE, PATIENCE_EACH] = [4, 1200];
/** Where for so long none has ended, nothing goes on by itself, in milliseconds; no set-up waits for longer. */
const STILL = 120_000;
/** After so long service files count as unchanged, in milliseconds. */
const SETTLED = 2500;
/** Where everything serves before. */
const SLOTS = { blue: 'http://127.0.0.1:9', green: 'http://127.0.0.1:10' };

/** A Temporal that runs already, and its processes where they are known. */
export interface RunningTemporal {
  /** Host and port. */
  address: string;
  pid?: number;
  postgresPid?: number;
}

/** Looks from outside at the processes while releases run in them. */
export interface Onlooker {
  /** For the daemon's Node. */
  nodeOptions: readonly string[];
  /** Begins when all releases were started, and is waited for. */
  look(pids: { daemon: number; temporal: number }): Promise<void>;
}

/** Plays so many releases at once, each in a lane of its own that was adopted before. */
export async function play(
  releases: number,
  setUp: SetUp,
  temporal: RunningTemporal | undefined,
  onlooker?: Onlooker,
): Promise<Played> {
  // A Temporal that ran before may have lanes, and answers to starts, of an earlier play.
  const mark = Date.now().toString(36);
  const services = Array.from({ length: releases }, (_, i) => `s${mark}-${i + 1}`);
  const page = await startLoadPage(services);
  try {
    const daemon = await startBenchDaemon({
      services: Object.fromEntries(services.map((name) => [name, serviceFile(name, setUp, page.url)])),
      endpoints: SLOTS,
      moved: (lane, split) => page.move(lane.replace(`.${ENVIRONMENT}`, ''), split),
      ...(temporal === undefined ? {} : { temporal: temporal.address }),
      ...(onlooker === undefined ? {} : { nodeOptions: onlooker.nodeOptions }),
    });
    try {
      const seen = await Promise.race([measure(daemon, services, setUp, temporal, onlooker), daemon.died]);
      return { ...seen, reads: page.reads() };
    } finally {
      await daemon.stop();
    }
  } finally {
    await page.stop();
  }
}

async function measure(
  daemon: BenchDaemon,
  services: string[],
  setUp: SetUp,
  running: RunningTemporal | undefined,
  onlooker: Onlooker | undefined,
): Promise<Omit<Played, 'reads'>> {
  const api = createClient(daemon.api, 'bench');
  // Service files that were written this second are read again at each request: nobody's are, usually.
  await sleep(SETTLED);
  // The first lanes of a server that has just begun may take long; adopting one twice changes nothing.
  const adopt = { slot: 'blue', version: 'v1', reason: 'bench' } as const;
  await inParallel(
    services,
    async (service) =>
      until(`${service} to be adopted`, async () => api.adopt(`${service}.${ENVIRONMENT}`, adopt), 120_000),
    ADOPTED_AT_ONCE,
  );
  await daemon.lateness();
  const server = daemon.temporalPid ?? running?.pid ?? 0;
  const before = await usages(daemon, running);
  const storedBefore = await storeRequests(server);
  const began = Date.now();
  const patience = setUp.ideal * PATIENCE * 1000 + services.length * PATIENCE_EACH;
  const refused: string[] = [];
  let repeatedStarts = 0;
  const start = async (service: string): Promise<string | null> => {
    const request = { service, environment: ENVIRONMENT, version: 'v2' };
    for (;;) {
      try {
        return (await api.submit(request, `bench-${service}`)).id;
      } catch (error) {
        const repeat = error instanceof ClientFailure && error.code === 'worker_unavailable';
        if (!repeat || Date.now() - began > patience) {
          refused.push(String(error));
          return null;
        }
        repeatedStarts += 1;
      }
    }
  };
  const ids = await inParallel(services, start);
  const started = ids.filter((id) => id !== null);
  const [{ runs, history }] = await Promise.all([
    untilEnded(daemon, began, patience),
    onlooker?.look({ daemon: daemon.pid, temporal: server }),
  ]);
  const after = await usages(daemon, running);
  const stored = sinceThen(storedBefore, await storeRequests(server));
  const late = (await daemon.lateness()).toSorted((a, b) => a - b);
  const views = await inParallel(started, async (id) => viewOf(api, id));
  const known = views.filter((view) => view !== undefined);
  const ends = known.map(({ bakesEnd }) => bakesEnd).filter((end) => end !== undefined);
  return {
    whole: (Math.max(began, ...ends) - began) / 1000,
    bakes: known
      .flatMap(({ bakesEnd, startedAt }) => (bakesEnd === undefined ? [] : [(bakesEnd - startedAt) / 1000]))
      .toSorted((a, b) => a - b),
    ended: (Math.max(began, ...runs.map(({ end }) => end)) - began) / 1000,
    completed: known.filter(({ outcome }) => outcome === 'completed').length,
    failures: [...new Set([...refused, ...known.flatMap(({ failure }) => failure ?? [])])],
    repeatedStarts,
    late,
    events: runs[Math.floor(runs.length / 2)]?.events ?? 0,
    history,
    stored,
    daemon: since(before.daemon, after.daemon),
    temporal: since(before.temporal, after.temporal),
    postgres: { ...after.postgres, cpuSeconds: after.postgres.cpuSeconds - before.postgres.cpuSeconds },
  };
}

interface View {
  startedAt: number;
  bakesEnd: number | undefined;
  outcome: string | undefined;
  failure: string | undefined;
}

async function viewOf(api: ApiClient, id: string): Promise<View | undefined> {
  const view = await api.release(id).catch(() => undefined);
  if (view === undefined) return undefined;
  const bakes = view.steps.filter(({ kind }) => kind === 'bake');
  const { outcome, sentence } = view;
  return {
    startedAt: view.startedAt,
    bakesEnd: bakes.every(({ state }) => state === 'done') ? bakes.at(-1)?.finishedAt : undefined,
    outcome,
    failure: outcome === 'completed' ? undefined : `${outcome ?? 'still running'}: ${sentence}`,
  };
}

/** A release that has ended: when, in milliseconds since the epoch, and how many events its history has. */
interface Run {
  id: string;
  end: number;
  events: number;
}

/**
 * Waits until no release runs any more, or none has ended for so long that what is left holds, or as long as the
 * patience is; answers with those that have ended, in the order of their events, and what the history of the one in the
 * middle is made of.
 */
async function untilEnded(
  { temporal, namespace }: BenchDaemon,
  began: number,
  patience: number,
): Promise<{ runs: Run[]; history: Counts }> {
  const connection = await Connection.connect({ address: temporal });
  try {
    const client = new Client({ connection, namespace });
    const since = `WorkflowType = 'release' AND StartTime >= '${new Date(began).toISOString()}'`;
    let left = { count: Number.POSITIVE_INFINITY, since: Date.now() };
    while (Date.now() - began < patience && Date.now() - left.since < STILL) {
      await sleep(2000);
      const { count } = await client.workflow.count(`${since} AND ExecutionStatus = 'Running'`);
      if (count === 0) break;
      if (count !== left.count) left = { count, since: Date.now() };
    }
    const ended: Run[] = [];
    for await (const { workflowId: id, closeTime, historyLength } of client.workflow.list({ query: since })) {
      if (closeTime !== undefined) ended.push({ id, end: closeTime.getTime(), events: historyLength });
    }
    const runs = ended.toSorted((a, b) => a.events - b.events);
    const middle = runs[Math.floor(runs.length / 2)];
    return { runs, history: middle === undefined ? {} : await eventsOf(client, middle.id) };
  } finally {
    await connection.close();
  }
}

async function usages(
  { pid, temporalPid }: BenchDaemon,
  running: RunningTemporal | undefined,
): Promise<Pick<Played, 'daemon' | 'temporal' | 'postgres'>> {
  const none = { cpuSeconds: 0, peakMiB: 0 };
  const temporal = temporalPid ?? running?.pid;
  return {
    daemon: await usageOf(pid),
    temporal: temporal === undefined ? none : await usageOf(temporal),
    postgres:
      running?.postgresPid === undefined
        ? { cpuSeconds: 0, nowMiB: 0 }
        : await usageOfFamily(running.postgresPid),
  };
}

function since(before: Usage, after: Usage): Usage {
  return { cpuSeconds: after.cpuSeconds - before.cpuSeconds, peakMiB: after.peakMiB };
}

/** Does it for all of them, some at a time, in order. */
async function inParallel<T, R>(
  all: readonly T[],
  act: (each: T) => Promise<R>,
  atOnce = AT_ONCE,
): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...all.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results[next[0]] = await act(next[1]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
