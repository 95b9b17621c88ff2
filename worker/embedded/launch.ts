import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename } from 'node:fs/promises';
import { errorCode } from '../../providers/error-code.ts';
import { findProcess, type ProcessEntry } from '../../providers/platforms/process/process-table.ts';
import { searchAttributeNames } from '../search-attributes.ts';
import type { EmbeddedLayout } from './layout.ts';

/** How many tasks of a workflow have to fail in a row until the search attribute TemporalReportedProblems says so. */
const TASK_PROBLEMS = 'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute';

/** What a server is started with. */
export interface Launch {
  program: string;
  port: number;
  namespace: string;
}

/**
 * Starts Temporal's development server in a process group of its own, so that neither a signal to the daemon's
 * group nor the daemon's death ends it. Answers as soon as it runs, not yet when it serves.
 */
export async function launchServer(layout: EmbeddedLayout, launch: Launch): Promise<ProcessEntry> {
  await rename(layout.log, `${layout.log}.old`).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
  const log = await open(layout.log, 'a', 0o600);
  try {
    const child = spawnPrivately(launch.program, serverArguments(layout, launch), {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: serverEnvironment(layout.mark),
    });
    await once(child, 'spawn');
    child.unref();
    const entry = child.pid === undefined ? undefined : await findProcess(child.pid);
    if (entry) return entry;
  } finally {
    await log.close();
  }
  throw new Error(`it ended at once: ${await logTail(layout)}`);
}

/** As spawn, with a mask by which nobody else can read what the child makes: its database holds every history. */
function spawnPrivately(program: string, options: string[], how: SpawnOptions): ChildProcess {
  const before = process.umask(0o077);
  try {
    return spawn(program, options, how);
  } finally {
    process.umask(before);
  }
}

/** The last lines of what the server said, for an error. */
export async function logTail(layout: EmbeddedLayout): Promise<string> {
  const lines = (await readFile(layout.log, 'utf8').catch(() => '')).trim().split('\n').slice(-3);
  return `${lines.join(' | ').slice(-600) || 'it said nothing'} (${layout.log})`;
}

/**
 * Temporal lets every timer be late by up to a second, for clusters whose clocks differ. Here is one server, and of a
 * worker that died, or a step that is tried again, it would be a second in which nothing goes on.
 */
export const PROMPT_TIMERS = ['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="10ms"'];

/**
 * Temporal lets a namespace ask for 100 lists a second here, and 10 on a cluster as it comes; a list beyond that is
 * tried again after 1.7 s. This server serves one daemon, so that nothing has to be kept free for others.
 */
export const MANY_LISTS = ['--dynamic-config-value', 'frontend.namespaceRPS.visibility=2000'];

/**
 * What the development server does for tests of Temporal itself and for clusters of many hosts costs a call or a read
 * for every task: a queue in four parts hands most of them from one part to another, and the names of search attributes
 * are read from the database at each use. Those are registered before the first use, and never change.
 */
const LEAN = [
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  'system.forceSearchAttributesCacheRefreshOnRead=false',
].flatMap((value) => ['--dynamic-config-value', value]);

/**
 * The command line. In WAL mode with synchronous NORMAL (1) the file survives a killed process, and a power cut
 * may cost the last commits; that is several times as fast as the default.
 */
function serverArguments(layout: EmbeddedLayout, { port, namespace }: Launch): string[] {
  const attributes = searchAttributeNames.flatMap((name) => ['--search-attribute', `${name}=Keyword`]);
  const listen = ['--ip', '127.0.0.1', '--port', String(port), '--namespace', namespace];
  const pragmas = ['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=1'];
  const database = ['--db-filename', layout.database, ...pragmas];
  // Without it nobody is told of a workflow whose tasks fail again and again.
  const problems = ['--dynamic-config-value', `${TASK_PROBLEMS}=2`];
  const server = ['server', 'start-dev', '--headless', '--log-level', 'warn'];
  const tuned = [...PROMPT_TIMERS, ...MANY_LISTS, ...LEAN];
  return [...server, ...tuned, ...listen, ...database, ...attributes, ...problems];
}

/** Nothing of the daemon's own environment, in which secrets may be, but what every program needs. */
function serverEnvironment(mark: string): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  const [name = '', value] = mark.split('=');
  return { PATH, HOME, TMPDIR, [name]: value };
}
