import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startHouse, type House } from './api/house.ts';
import { listen } from './api/listeners.ts';
import { spentBy, type Spent } from './api/spent.ts';
import { timed, type Times } from './api/timed.ts';
import { thisMachine } from './machine.ts';
import { keepResult } from './results.ts';
import { asText, type Section } from './section.ts';

/** Finished releases in the archive, releases that run, and listeners of one; fewer are a quick look, not kept. */
const FINISHED = 10_000;
const LANES = 100;
const LISTENERS = 200;
const READS = 200;
const EVENTS = 20;
/** The longest that a start and a read may take, but for one in a hundred, in milliseconds. */
const [START, READ] = [1000, 250];
/** How long listeners are looked at while nothing happens, in milliseconds. */
const STILL = 10_000;

/**
 * The API in a process of its own, with one worker and Temporal's development server: how long starts, reads and lists
 * take, and what many listeners of one release cost. `--quick` is a small look. Answers with the exit status: 1 when a
 * request failed, was later than it may be, or a listener missed an event.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { quick: { type: 'boolean', default: false } } });
  const size = values.quick
    ? { finished: 500, lanes: 5, listeners: 20, reads: 20, events: 3 }
    : { finished: FINISHED, lanes: LANES, listeners: LISTENERS, reads: READS, events: EVENTS };
  const machine = await thisMachine();
  const began = performance.now();
  const house = await startHouse(size);
  let sections: Record<string, Section>;
  try {
    const answers = await answersSection(house, size);
    sections = { answers, listeners: await listenersSection(house, size) };
  } finally {
    await house.stop();
  }
  const seconds = (performance.now() - began) / 1000;
  for (const [part, section] of Object.entries(sections)) {
    console.log(`\n${asText(section)}\n`);
    for (const breach of section.breaches) console.log(`BREACH: ${breach}`);
    if (!values.quick) await keepResult('api', part, { machine, settings: size, seconds, section });
  }
  return Object.values(sections).some(({ breaches }) => breaches.length > 0) ? 1 : 0;
}

async function answersSection(
  house: House,
  { finished, lanes, reads }: { finished: number; lanes: number; reads: number },
): Promise<Section> {
  const ids: string[] = [];
  const starts = await timed(lanes, async (nth) => ids.push(await house.start(nth)));
  const id = ids[0] ?? '';
  const get = (path: string) => async () => house.get(path);
  const reading = [
    ['status of a release', `/v1/releases/${id}`],
    ['list, the first 20', '/v1/releases'],
    ['list, 100 of those that finished', '/v1/releases?phase=finished&limit=100'],
    ['list, one lane of those that finished', '/v1/releases?service=past7&outcome=completed'],
    ['lanes', '/v1/lanes'],
    ['metrics', '/metrics'],
  ] as const;
  const rows: [what: string, times: Times, bound: number][] = [
    ['start of a release, one after the other', starts, START],
  ];
  for (const [what, path] of reading) rows.push([what, await timed(reads, get(path)), READ]);
  return {
    title: `Answers, with ${finished.toLocaleString('en')} finished releases and ${lanes} that run`,
    columns: ['request', 'times', 'p50', 'p99', 'longest'],
    rows: rows.map(([what, { times, p50, p99, longest }]) => [what, `${times}`, p50, p99, longest]),
    breaches: rows
      .filter(([, { late }, bound]) => !(late <= bound))
      .map(([what, { p99 }, bound]) => `${what}: ${p99} at p99, not ${bound} ms`),
  };
}

async function listenersSection(
  house: House,
  { listeners, events }: { listeners: number; events: number },
): Promise<Section> {
  const rows: string[][] = [];
  const breaches: string[] = [];
  for (const count of [0, 1, listeners]) {
    let calls = 0;
    let spent: Omit<Spent<unknown>, 'result'> = { seconds: 0, processorShare: 0, megabytes: 0 };
    const still = async (): Promise<void> => {
      const before = await house.temporalCalls();
      spent = await spentBy(house.apiPid(), async () => sleep(STILL));
      calls = ((await house.temporalCalls()) - before) / spent.seconds;
    };
    const { delays, missed } = await listen(house, { listeners: count, events, still });
    if (missed > 0) breaches.push(`${missed} of ${count * events} events were not heard`);
    rows.push([
      `${count}`,
      delays.p50,
      delays.longest,
      `${spent.megabytes.toFixed(0)} MB`,
      `${(spent.processorShare * 100).toFixed(1)} %`,
      `${calls.toFixed(1)} a second`,
    ]);
  }
  return {
    title: `Listeners of one running release: ${events} events, and what it costs while nothing happens`,
    columns: [
      'listeners',
      'event to last listener, p50',
      'longest',
      'memory',
      'of a core',
      'calls of Temporal',
    ],
    rows,
    breaches,
  };
}
