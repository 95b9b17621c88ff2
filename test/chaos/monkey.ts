import { setTimeout as sleep } from 'node:timers/promises';
import { newestInstance } from './instances.ts';
import type { LaneRig } from './lanes/lane.ts';
import type { Progress } from './progress.ts';
import type { Fault } from './record.ts';
import { describeStrike, partName } from './describe.ts';
import type { Strike } from './schedule.ts';
import type { Part } from './setups/part.ts';

/** Kills and stops by the schedule, and keeps the set-up running as a supervisor would. */
export interface Monkey {
  /** What it did, in the order in which it began. */
  faults: Fault[];
  /** Strikes whose moment did not come, or that found nobody. */
  missed(): number;
  /** Strikes no more, and waits until everything runs. */
  heal(): Promise<void>;
}

/** Whom it strikes. */
export interface MonkeyOptions {
  strikes: readonly Strike[];
  parts: readonly Part[];
  lanes: readonly LaneRig[];
  progress: Progress;
  tell: (line: string) => void;
}

/** What a strike meets: a process, and how it comes back after a kill. */
interface Victim {
  /** Strikes of one victim come one after the other. */
  name: string;
  targets: Fault['target'][];
  lane?: string;
  pid: () => Promise<number | undefined>;
  revive: () => Promise<void>;
}

/** Begins. */
export function startMonkey({ strikes, parts, lanes, progress, tell }: MonkeyOptions): Monkey {
  const faults: Fault[] = [];
  const turns = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  let over = false;
  let missed = 0;

  const strike = async (one: Strike, { pid: find, revive, targets, lane }: Victim): Promise<void> => {
    const pid = over ? undefined : await find();
    if (pid === undefined || !send(pid, one.blow === 'kill' ? 'SIGKILL' : 'SIGSTOP')) {
      missed += 1;
      return;
    }
    const from = Date.now();
    const begun = targets.map((target): Fault => {
      const kind = one.blow;
      return {
        kind,
        target,
        ...(lane === undefined ? {} : { lane }),
        pid,
        from,
        to: Number.POSITIVE_INFINITY,
      };
    });
    faults.push(...begun);
    tell(`${describeStrike(one)}: process ${pid}`);
    await sleep(one.lasting, undefined, { signal: stopping.signal }).catch(() => undefined);
    if (one.blow === 'stop') send(pid, 'SIGCONT');
    else await insist(revive, tell);
    for (const fault of begun) fault.to = Date.now();
  };

  const awaitAndStrike = async (one: Strike): Promise<void> => {
    if (!(await progress.reaches(one.at)) || over) {
      missed += 1;
      return;
    }
    const victim = victimOf(one, parts, lanes);
    const turn = (turns.get(victim.name) ?? Promise.resolve()).then(async () => strike(one, victim));
    turns.set(victim.name, turn);
    await turn;
  };
  const striking = Promise.all(strikes.map(awaitAndStrike));
  striking.catch(() => undefined);

  const supervising = (async () => {
    while (!over) {
      await sleep(1000, undefined, { signal: stopping.signal }).catch(() => undefined);
      for (const part of parts) {
        const name = nameOf(part, parts);
        if (over || turns.has(name) || (await part.pid()) !== undefined) continue;
        tell(`${name} has ended by itself: starting it again`);
        await part.revive().catch((error: unknown) => tell(String(error)));
      }
    }
  })();

  return {
    faults,
    missed: () => missed,
    async heal() {
      over = true;
      stopping.abort();
      await Promise.all([supervising, ...turns.values()]);
      for (const part of parts) await insist(async () => part.revive(), tell);
    },
  };
}

/** A start may fail while others are away; a supervisor tries again. */
async function insist(start: () => Promise<void>, tell: (line: string) => void): Promise<void> {
  for (let left = 10; ; left -= 1) {
    try {
      return await start();
    } catch (error) {
      if (left === 0) throw error;
      tell(`it did not start: ${String(error)}`);
      await sleep(1000);
    }
  }
}

/** Several of one kind are told apart by their number. */
function nameOf(part: Part, parts: readonly Part[]): string {
  return `${part.kind} ${parts.filter(({ kind }) => kind === part.kind).indexOf(part) + 1}`;
}

/** What is away with it: Temporal can do nothing without its database. */
function hitsOf({ kind }: Part): Fault['target'][] {
  if (kind === 'daemon') return ['worker', 'api'];
  return [kind === 'postgres' ? 'temporal' : kind];
}

function victimOf({ target }: Strike, parts: readonly Part[], lanes: readonly LaneRig[]): Victim {
  if (target.kind === 'part') {
    const part = parts.filter(({ kind }) => kind === target.part)[target.number ?? 0];
    if (part === undefined) throw new Error(`The set-up has no ${partName(target)}.`);
    return {
      name: nameOf(part, parts),
      targets: hitsOf(part),
      pid: () => part.pid(),
      revive: () => part.revive(),
    };
  }
  const rig = lanes.find(({ schedule }) => schedule.service === target.lane);
  if (rig === undefined) throw new Error(`There is no lane ${target.lane}.`);
  if (target.kind === 'instance') {
    const { slot } = target;
    return {
      name: `${slot} of ${target.lane}`,
      targets: ['instance'],
      lane: rig.lane,
      pid: () => newestInstance(rig.records, slot),
      revive: () => Promise.resolve(),
    };
  }
  const { traefik } = rig;
  return {
    name: `traefik ${traefik.entry}`,
    targets: ['router'],
    pid: () => Promise.resolve(traefik.pid()),
    revive: async () => (traefik.pid() === undefined ? traefik.start() : undefined),
  };
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
