import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../api/client.ts';
import { readSpawns, repeated, stillRunning } from './instances.ts';
import type { Load } from './load/start-load.ts';
import { sharesOf, type Act, type Played } from './outcome.ts';
import type { Parts } from './rig/parts.ts';
import type { RigOn } from './rig/rig.ts';
import { lineOf } from './telling.ts';
import { readRun } from './workflow-run.ts';

/** What the demo plays on. */
export interface Stage {
  rig: RigOn<Parts>;
  load: Load;
  /** Prints one line of the story. */
  tell: (line: string) => void;
}

/** How long the bake runs before the daemon is killed, in milliseconds. */
const beforeKill = 2000;
/** A release that takes longer than this has gone wrong, in milliseconds. */
const patience = 120_000;

/** Plays one release to its end and looks at it from the outside. */
export async function playRelease(stage: Stage, act: Act): Promise<Played> {
  const { rig, load, tell } = stage;
  const client = createClient(rig.daemon.api, 'demo');
  const began = Date.now();
  const { id } = await client.submit({ service: 'sample', environment: 'demo', version: act.version });
  if (id === null) throw new Error(`${act.version} is live already.`);
  tell(`${id}: ${act.intent}`);

  const stop = new AbortController();
  let killing: Promise<string> | undefined;
  let end = { outcome: 'unknown', sentence: `it did not end within ${patience / 1000} s`, at: Date.now() };
  for await (const followed of client.follow(
    id,
    AbortSignal.any([stop.signal, AbortSignal.timeout(patience)]),
  )) {
    if (followed.kind === 'event') {
      const { event } = followed;
      const line = lineOf(event);
      if (line !== undefined) tell(line);
      if (act.kill && event.kind === 'step-started' && event.message.startsWith('bake')) {
        killing ??= killDaemon(stage, id);
        // Without a daemon nothing more comes; the failure itself is thrown below.
        killing.catch(() => stop.abort());
      }
    }
    if (followed.kind !== 'status') continue;
    const { phase, outcome = 'unknown', sentence, finishedAt = Date.now() } = followed.view;
    if (phase === 'finished') end = { outcome, sentence, at: finishedAt };
    // Nobody is there to be asked: a hold would last until its deadline.
    if (phase === 'holding') {
      end = { outcome: 'held', sentence, at: Date.now() };
      break;
    }
  }
  const before = await killing;
  while (load.seen.settledBefore() < end.at + 1000) await sleep(50);
  const after = load.seen.between(end.at + 100, end.at + 1000);
  tell(`seen by the load in the second after it: ${sharesOf(after)}`);
  const tokens = await readSpawns(rig.records, act.version);
  return {
    act,
    id,
    outcome: end.outcome,
    sentence: end.sentence,
    seconds: (end.at - began) / 1000,
    during: load.seen.between(began, end.at + 1000),
    after,
    running: await stillRunning(tokens),
    startedTwice: repeated(tokens),
    ...(before === undefined ? {} : { runs: { before, end: await readRun(rig.dataFolder, id) } }),
  };
}

/** Kills the daemon in the middle of a bake and starts it again. Answers with the workflow's run before the kill. */
async function killDaemon({ rig, load, tell }: Stage, id: string): Promise<string> {
  const run = await readRun(rig.dataFolder, id);
  await sleep(beforeKill);
  tell(`SIGKILL to the daemon, process ${rig.daemon.pid()}, in the middle of the bake`);
  const killed = Date.now();
  await rig.daemon.kill();
  await rig.daemon.start();
  const back = Date.now();
  while (load.seen.settledBefore() < back) await sleep(50);
  const { versions, dropped } = load.seen.between(killed, back);
  const answered = Object.values(versions).reduce((sum, version) => sum + version.answered, 0);
  const gone = ((back - killed) / 1000).toFixed(1);
  tell(
    `a new daemon, process ${rig.daemon.pid()}, is ready: nobody was there for ${gone} s, in which ${answered} ` +
      `requests were answered and ${dropped} dropped`,
  );
  return run;
}
