import { parseArgs } from 'node:util';
import { startLoad } from '../test/rigs/load.ts';
import { ownTime, WEIGHTS } from './engine/own-time.ts';
import { timeReleases, type Timed } from './engine/releases.ts';
import { ROUTERS, targetsOf, type StartRouter } from './engine/routers.ts';
import { thisMachine } from './machine.ts';
import { keepResult } from './results.ts';
import { startBenchDaemon } from './rig/start-daemon.ts';
import { createClient } from '../api/client.ts';
import { asText, type Section } from './section.ts';

/** Fewer are a quick look, of which nothing is kept. */
const RUNS = 15;
/** What Argo Rollouts took for the same on a machine of this size (peers.md), in milliseconds. */
const BOUND = 580;
/** Requests a second, so that a shift that is seen need not wait for traffic. */
const RATE = 400;
const SERVICE = 'engine';
const ENVIRONMENT = 'bench';
const LANE = `${SERVICE}.${ENVIRONMENT}`;

/**
 * What the engine adds to a release of five shifts with nothing to wait for: `--runs N` plays as many on each router,
 * `--router NAME` only that one. Gives the exit status: 1 where the bound does not hold, 2 on a wrong option.
 */
export async function run(args: string[]): Promise<number> {
  const options = { runs: { type: 'string', default: `${RUNS}` }, router: { type: 'string' } } as const;
  const { values } = parseArgs({ args, options });
  const runs = Number(values.runs);
  const routers = Object.entries(ROUTERS).filter(([name]) => name === (values.router ?? name));
  if (!Number.isInteger(runs) || runs < 1 || routers.length === 0) {
    console.error(`Say --runs NUMBER, and --router with one of: ${Object.keys(ROUTERS).join(', ')}.`);
    return 2;
  }
  let breaches = 0;
  for (const [name, start] of routers) {
    const machine = await thisMachine();
    const began = performance.now();
    const section = await measure(name, start, runs);
    console.log(`\n${asText(section)}\n`);
    for (const breach of section.breaches) console.log(`BREACH: ${breach}`);
    breaches += section.breaches.length;
    const seconds = (performance.now() - began) / 1000;
    if (runs >= RUNS) await keepResult('engine', name, { machine, settings: { runs }, seconds, section });
  }
  return breaches === 0 ? 0 : 1;
}

async function measure(name: string, start: StartRouter, runs: number): Promise<Section> {
  const measured = await start(LANE);
  const { router, written, entry, endpoints } = measured;
  const own: number[] = [];
  // Before both: a router that serves takes up a change more slowly than one that has nothing to do.
  const load = entry === undefined ? undefined : startLoad(entry, RATE);
  try {
    for (let i = 0; router !== undefined && i < runs; i += 1) {
      own.push(await ownTime(router, LANE, targetsOf(endpoints), i * (WEIGHTS.length + 1)));
    }
    const daemon = await startBenchDaemon({
      services: { [SERVICE]: serviceFile(written) },
      endpoints,
      ...(router === undefined ? { moved: () => undefined } : {}),
    });
    try {
      await createClient(daemon.api, 'bench').adopt(LANE, { slot: 'blue', version: 'v1', reason: 'bench' });
      const timed = await timeReleases(daemon, { service: SERVICE, environment: ENVIRONMENT }, runs);
      return toSection(name, own, timed);
    } finally {
      await daemon.stop();
    }
  } finally {
    await load?.stop();
    await measured.stop();
  }
}

function serviceFile(router: unknown): unknown {
  const shifts = WEIGHTS.map((weight) => ({ shift: `${weight / 100}%` }));
  const environment = {
    platform: { command: { deploy: 'false', ready: 'false', retire: 'false' } },
    router,
    drain: { wait: '0s' },
    steps: ['deploy', ...shifts, 'cutover', 'retire'],
  };
  return { service: SERVICE, environments: { [ENVIRONMENT]: environment } };
}

function toSection(name: string, own: readonly number[], timed: readonly Timed[]): Section {
  const of = (figure: (each: Timed) => number): number[] => timed.map(figure);
  const shifts = of((each) => each.shifts);
  const steps = (timed[0]?.steps ?? []).map(({ label }, i) => [
    label,
    ...time(of((each) => each.steps[i]?.took ?? 0)),
    `${middle(of((each) => each.steps[i]?.events ?? 0))}`,
  ]);
  const bound = BOUND + middle(own);
  const breaches =
    middle(shifts) <= bound
      ? []
      : [`on ${name} 5 shifts take ${Math.round(middle(shifts))} ms, not ${Math.round(bound)} ms`];
  const rows = [
    ...(own.length === 0 ? [] : [['the router itself: 5 weights in effect, read back', ...time(own), '']]),
    ['5 shifts, seen in the traffic', ...time(shifts), ''],
    ['the request until the first step', ...time(of((each) => each.before)), ''],
    ...steps,
    ['the whole release', ...time(of((each) => each.whole)), `${middle(of((each) => each.events))}`],
  ];
  const title = `A release of 5 shifts without a bake on ${name}, ${timed.length} times`;
  return { title, columns: ['what', 'median', 'from', 'to', 'history events'], rows, breaches };
}

function time(figures: readonly number[]): string[] {
  return [middle(figures), Math.min(...figures), Math.max(...figures)].map(
    (each) => `${Math.round(each)} ms`,
  );
}

function middle(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;
}
