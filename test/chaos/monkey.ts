import { setTimeout as sleep } from 'node:timers/promises';
import { describeFault, describeStrike } from './describe.ts';
import type { Progress } from './progress.ts';
import type { Fault } from './record.ts';
import type { Blow, Disturbance, Strike } from './schedule.ts';
import { revive } from './supervisor.ts';
import { proxiesOf, victimOf, type Victims } from './victim.ts';

/** Kills, stops and disturbs by the schedule. */
export interface Monkey {
  /** What it did, in the order in which it began. */
  faults: Fault[];
  /** Strikes whose moment did not come, or that found nobody. */
  missed(): number;
  /** Whether something of this name is struck now, and will come back by itself. */
  holds(part: string): boolean;
  /** Strikes no more, and waits until all that was struck is back. */
  heal(): Promise<void>;
}

/** Begins; `tell` is told of each strike. */
export function startMonkey(
  strikes: readonly Strike[],
  victims: Victims,
  progress: Progress,
  tell: (line: string) => void,
): Monkey {
  const faults: Fault[] = [];
  const turns = new Map<string, Promise<void>>();
  const held = new Set<string>();
  const healing = new AbortController();
  let missed = 0;

  const during = async (begun: Fault[], lasting: number, end: () => Promise<unknown>): Promise<void> => {
    faults.push(...begun);
    await sleep(lasting, undefined, { signal: healing.signal }).catch(() => undefined);
    await end();
    for (const fault of begun) fault.to = Date.now();
  };
  const strikeProcess = async ({ at, target, blow, lasting }: Blow): Promise<void> => {
    const victim = victimOf(target, victims);
    const { name, targets, lane } = victim;
    await inTurn(name, async () => {
      const pid = healing.signal.aborted ? undefined : await victim.pid();
      held.add(name);
      if (pid === undefined || !send(pid, blow === 'kill' ? 'SIGKILL' : 'SIGSTOP')) missed += 1;
      else {
        tell(`${describeStrike({ at, target, blow, lasting })}: process ${pid}`);
        const begun = targets.map((hit) =>
          newFault(blow, hit, { pid, ...(lane === undefined ? {} : { lane }) }),
        );
        const back = async (): Promise<unknown> =>
          blow === 'stop' ? send(pid, 'SIGCONT') : revive(victim, tell);
        await during(begun, lasting, back);
      }
      held.delete(name);
    });
  };
  const disturb = async (strike: Disturbance): Promise<void> => {
    const { name, proxies, target, lane } = proxiesOf(strike.place, victims);
    const set = async (fault: Disturbance['fault'] | undefined): Promise<unknown> =>
      Promise.all(proxies.map(async (proxy) => proxy.set(fault)));
    await inTurn(name, async () => {
      if (healing.signal.aborted) return void (missed += 1);
      tell(describeStrike(strike));
      const what = describeFault(strike.fault);
      await set(strike.fault);
      const begun = [newFault('proxy', target, { what, ...(lane === undefined ? {} : { lane }) })];
      await during(begun, strike.lasting, async () => set(undefined));
    });
  };
  const inTurn = async (name: string, act: () => Promise<void>): Promise<void> => {
    const turn = (turns.get(name) ?? Promise.resolve()).then(act);
    turns.set(name, turn);
    await turn;
  };
  const playStrike = async (strike: Strike): Promise<void> => {
    if (!(await progress.reaches(strike.at))) missed += 1;
    else if ('place' in strike) await disturb(strike);
    else await strikeProcess(strike);
  };
  const playing = Promise.all(strikes.map(playStrike));
  // What failed is told by `heal`, which nobody may have begun to wait for yet.
  playing.catch(() => undefined);
  return {
    faults,
    missed: () => missed,
    holds: (part) => held.has(part),
    async heal() {
      healing.abort();
      await Promise.all(turns.values());
    },
  };
}

function newFault(kind: Fault['kind'], target: Fault['target'], more: Partial<Fault>): Fault {
  return { kind, target, ...more, from: Date.now(), to: Number.POSITIVE_INFINITY };
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
