import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Breach } from './breach.ts';
import { check } from './check.ts';
import { noticed } from './checks/users.ts';
import { diceOf } from './dice.ts';
import { startFaultProxy } from './faults/proxy.ts';
import type { RecordFolder } from './keep-record.ts';
import { startMonkey } from './monkey.ts';
import { startOperator } from './operator.ts';
import { startRecorder } from './outside/recorder.ts';
import { startProgress } from './progress.ts';
import type { Run } from './record.ts';
import type { Schedule } from './schedule.ts';
import { watchLanes } from './sight.ts';
import { openStage, type Stage } from './stage.ts';
import { startSupervisor } from './supervisor.ts';
import { startUsers } from './users.ts';
import { victimOf, type Victim, type Victims } from './victim.ts';

/** What became of a run. */
export interface Played {
  run: Run;
  /** Strikes whose moment did not come, or that found nobody. */
  missed: number;
  seconds: number;
  /** Releases that did not end, in sentences. */
  hung: string[];
  breaches: Breach[];
}

/** Who looks on, and may end it. */
export interface Onlooker {
  tell: (line: string) => void;
  /** Ends the run before its end. */
  over: AbortSignal;
  /** Where everything that was seen is kept. */
  record?: RecordFolder;
}

/** Time for the releases of a lane, for each of them, and for all to end once everything is healed; milliseconds. */
const patience = { each: 60_000, healed: 180_000 };

/** Plays one schedule and judges it. Leaves nothing behind, also when it fails or is ended. */
export async function play(schedule: Schedule, onlooker: Onlooker): Promise<Played> {
  const stage = await openStage(schedule, onlooker.over);
  try {
    const played = await playOn(stage, schedule, onlooker);
    await onlooker.record?.keepRun(played);
    return played;
  } finally {
    try {
      await onlooker.record?.keepLogs(stage.folder);
    } finally {
      await stage.ends.run();
    }
  }
}

async function playOn(
  { setup, lanes, ends }: Stage,
  { seed, releases, strikes, lanes: { length: width } }: Schedule,
  { tell, over }: Onlooker,
): Promise<Played> {
  const began = Date.now();
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const random = diceOf(seed, 2).uniform;
  const operators = await Promise.all(setup.apis.map(async (to) => startFaultProxy({ to, random })));
  ends.add(async () => Promise.all(operators.map(async (proxy) => proxy.stop())));
  const { apis, temporal, archive } = setup;
  const recorder = startRecorder({ lanes, api: apis[0] ?? '', temporal, archive });
  ends.add(() => recorder.stop());
  const sight = watchLanes(lanes);
  ends.add(() => Promise.resolve(sight.close()));
  const progress = startProgress({ apis, releases, raises: sight.raises });
  ends.add(() => progress.stop());
  const operator = startOperator({ releases, apis: operators.map(({ url }) => url), progress });
  ends.add(() => operator.stop());

  const users = await startUsers(lanes, releases, progress, over);
  ends.add(() => users.stop());
  tell(`the lanes serve after ${seconds(began)} s: ${setup.named}`);
  progress.begin();
  const victims = { parts: setup.parts, lanes, operators };
  const monkey = startMonkey(strikes, victims, progress, tell);
  ends.add(() => monkey.heal());
  const supervisor = startSupervisor(supervised(victims), (name) => monkey.holds(name), tell);
  ends.add(() => supervisor.stop());

  const untilEnded = async (deadline: number): Promise<void> => {
    const end = Date.now() + deadline;
    while (progress.open().length > 0 && Date.now() < end) await sleep(200, undefined, { signal: over });
  };
  await untilEnded(patience.each * (1 + Math.ceil(releases.length / width)));
  await monkey.heal();
  tell('everything is healed');
  await untilEnded(patience.healed);
  const hung = progress.open();
  if (hung.length > 0) tell(await setup.tail());
  await operator.stop();
  await recorder.settled();
  await users.stop();
  const { faults } = monkey;
  const run = await recorder.finish({
    seed,
    faults,
    done: ({ schedule: { service } }) => ({
      submits: operator.submits.get(service) ?? [],
      acts: operator.acts.get(service) ?? [],
      users: users.of(service),
    }),
  });
  for (const lane of run.lanes) {
    const { sent, dropped, unexcused } = noticed(lane, run);
    tell(
      `${lane.lane}: users lost ${dropped} of ${sent} requests, ${unexcused} of them while nothing was killed`,
    );
  }
  // Proxies, load and stand-ins run in this process, so this is how long it kept others waiting.
  const [usual, most] = [delay.percentile(99), delay.max].map((nanoseconds) =>
    (nanoseconds / 1e9).toFixed(1),
  );
  tell(`this process itself came late by ${usual} s at p99, by ${most} s at most`);
  return { run, missed: monkey.missed(), seconds: (Date.now() - began) / 1000, hung, breaches: check(run) };
}

/** What is started again when it ends by itself. */
function supervised(victims: Victims): Victim[] {
  const { parts } = victims;
  return parts.flatMap((part) => {
    const number = parts.filter(({ kind }) => kind === part.kind).indexOf(part);
    return part.revive === undefined ? [] : [victimOf({ kind: 'part', part: part.kind, number }, victims)];
  });
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(0);
}
