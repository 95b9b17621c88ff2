import { parseArgs } from 'node:util';
import { thisMachine } from './machine.ts';
import { keepResult } from './results.ts';
import { play, type Played, type RunningTemporal } from './scale/play.ts';
import { SET_UPS, type SetUp } from './scale/service.ts';
import { startOnPostgres } from './scale/on-postgres.ts';
import { costSection } from './scale/costs.ts';
import { asText, type Section } from './section.ts';

const SIZES = '50,100,300,1000';
/** Below this many releases nothing is kept. */
const QUICK = 50;
/** How much longer than ideal so many releases may take with some seconds at each weight. */
const BOUNDS: Record<number, number> = { 50: 1.2, 100: 1.2, 300: 1.2, 1000: 1.5 };
/** How late a check may be, but for one in a hundred, in milliseconds. */
const LATE = 1000;

/**
 * Many releases at once: `--releases 50,100` says how many, `--set-up TEXT` plays only the set-up whose name holds the
 * text, `--postgres` brings Temporal's server on PostgreSQL, and `--temporal ADDRESS` uses a Temporal that runs already,
 * which `--on NAME` names. Gives the exit status: 1 where a bound does not
 * hold, 2 on a wrong option.
 */
export async function run(args: string[]): Promise<number> {
  const options = {
    releases: { type: 'string', default: SIZES },
    'set-up': { type: 'string', default: '' },
    temporal: { type: 'string' },
    postgres: { type: 'boolean', default: false },
    on: { type: 'string', default: 'the embedded server' },
  } as const;
  const { values } = parseArgs({ args, options });
  const sizes = values.releases.split(',').map(Number);
  const setUps = SET_UPS.filter(({ name }) => name.includes(values['set-up']));
  if (sizes.some((size) => !Number.isInteger(size) || size < 1) || setUps.length === 0) {
    console.error('Say --releases NUMBER,NUMBER and --set-up TEXT, a part of the name of a set-up.');
    return 2;
  }
  const given = values.temporal === undefined ? undefined : { address: values.temporal };
  let breaches = 0;
  for (const setUp of setUps) {
    for (const size of sizes) {
      // Each on a database of its own: what was played before would be answered for, and be in the way.
      const cluster = values.postgres ? await startOnPostgres() : undefined;
      try {
        const on = cluster === undefined ? values.on : 'PostgreSQL';
        breaches += await playOne(setUp, size, on, cluster?.running ?? given);
      } finally {
        await cluster?.stop();
      }
    }
  }
  return breaches === 0 ? 0 : 1;
}

/** Plays it, shows and keeps what was seen, and gives the number of bounds that do not hold. */
async function playOne(
  setUp: SetUp,
  size: number,
  on: string,
  running: RunningTemporal | undefined,
): Promise<number> {
  const machine = await thisMachine();
  const began = performance.now();
  const played = await play(size, setUp, running);
  const section = toSection(size, setUp, on, played);
  const costs = costSection(size, setUp, on, played);
  console.log(`\n${asText(section)}\n\n${asText(costs)}\n`);
  for (const breach of section.breaches) console.log(`BREACH: ${breach}`);
  if (size >= QUICK) {
    const seconds = (performance.now() - began) / 1000;
    const settings = { releases: size, setUp: setUp.name, temporal: on };
    await keepResult('scale', `${size} on ${on}: ${setUp.name}`, { machine, settings, seconds, section });
  }
  return section.breaches.length;
}

function toSection(size: number, { name, ideal }: SetUp, on: string, played: Played): Section {
  const over = played.whole / ideal;
  const p99 = at(played.late, 0.99);
  const bound = BOUNDS[size];
  const usage = ({ cpuSeconds, peakMiB }: Played['daemon']): string =>
    peakMiB === 0 ? 'not measured' : `${cpuSeconds.toFixed(1)} s, ${peakMiB} MiB`;
  const breaches = [
    ...(played.completed < size ? [`${size - played.completed} of ${size} did not complete`] : []),
    ...(bound !== undefined && over > bound
      ? [`it took ${over.toFixed(2)} times as long as ideal, not ${bound}`]
      : []),
    ...(size <= 300 && p99 > LATE ? [`checks are late by ${Math.round(p99)} ms, not ${LATE} ms`] : []),
  ];
  const rows = [
    ['completed', `${played.completed} of ${size}`],
    ['until the last bake of all was over, ideal', `${played.whole.toFixed(1)} s, ${ideal} s`],
    ['that over the ideal', over.toFixed(2)],
    ['a release until its last bake was over: middle, p99', seconds(played.bakes, 0.5, 0.99)],
    ['until all had ended, cutover and report included', `${played.ended.toFixed(1)} s`],
    [
      'lateness of a check: p50, p99, longest',
      `${[0.5, 0.99, 1].map((q) => Math.round(at(played.late, q))).join(', ')} ms`,
    ],
    ['checks', `${played.late.length}`],
    ['starts that were to be repeated', `${played.repeatedStarts}`],
    ['history events of a release', `${played.events}`],
    ['daemon: CPU, peak memory', usage(played.daemon)],
    ['Temporal: CPU, peak memory', usage(played.temporal)],
    ...(played.postgres.cpuSeconds > 0
      ? [
          [
            'PostgreSQL: CPU, memory at the end',
            `${played.postgres.cpuSeconds.toFixed(1)} s, ${played.postgres.nowMiB} MiB`,
          ],
        ]
      : []),
    ['reads of the page of metrics', `${played.reads}`],
    ...played.failures.slice(0, 3).map((failure) => ['what went wrong', failure.slice(0, 80)]),
  ];
  return { title: `${size} releases at once on ${on}: ${name}`, columns: ['what', 'seen'], rows, breaches };
}

function seconds(sorted: readonly number[], ...quantiles: number[]): string {
  return `${quantiles.map((q) => at(sorted, q).toFixed(1)).join(', ')} s`;
}

/** A quantile of numbers in rising order; NaN where there are none. */
function at(sorted: readonly number[], quantile: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] ?? Number.NaN;
}
