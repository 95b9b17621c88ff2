import { parseArgs } from 'node:util';
import { startRigOn } from '../examples/demo/rig/rig.ts';
import { giveAwsCredentials } from '../test/rigs/aws-credentials.ts';
import { openLane, type Change } from '../test/rigs/lane.ts';
import { thisMachine } from './machine.ts';
import { routerAlone } from './reaction/alone.ts';
import { MEASURABLE, type Measurable } from './reaction/fronts.ts';
import { react, TRIGGERS, type Measured } from './reaction/measure.ts';
import { startOthers } from './reaction/others.ts';
import { reactionSection } from './reaction/section.ts';
import { keepResult } from './results.ts';
import { asText, type Section } from './section.ts';

/** Releases for each trigger, unless said otherwise; fewer are a quick look, which is not kept. */
const RUNS = 5;
/** Other releases in the same daemon, unless said otherwise. */
const OTHERS = '1,50';
/** Requests a second. */
const RATE = 200;

/**
 * From a fail verdict, and from an operator's abort, until no request begins at the candidate, beside what the router
 * takes by itself. `--runs N` reverts so many releases for each, `--others 1,50` says how many other releases bake
 * meanwhile, `--router TEXT` takes the routers whose name holds the text. Answers with the exit status.
 */
export async function run(args: string[]): Promise<number> {
  const options = {
    runs: { type: 'string', default: `${RUNS}` },
    others: { type: 'string', default: OTHERS },
    router: { type: 'string', default: '' },
  } as const;
  const { values } = parseArgs({ args, options });
  const runs = Number(values.runs);
  const others = values.others.split(',').map(Number);
  const routers = MEASURABLE.filter(({ name }) => name.includes(values.router));
  if (
    !Number.isInteger(runs) ||
    runs < 1 ||
    others.some((count) => !Number.isInteger(count)) ||
    routers.length === 0
  ) {
    console.error(
      `Say --runs NUMBER, --others NUMBER,NUMBER and --router with a part of: ${MEASURABLE.map(({ name }) => name).join(', ')}.`,
    );
    return 2;
  }
  let breaches = 0;
  for (const router of routers) {
    for (const count of others) {
      const machine = await thisMachine();
      const began = performance.now();
      const section = await measure(router, count, runs);
      console.log(`\n${asText(section)}\n`);
      for (const breach of section.breaches) console.log(`BREACH: ${breach}`);
      breaches += section.breaches.length;
      if (runs < RUNS) continue;
      const seconds = (performance.now() - began) / 1000;
      const settings = { runs, others: count, rate: RATE };
      await keepResult('reaction', `${router.name}, ${count}`, { machine, settings, seconds, section });
    }
  }
  return breaches === 0 ? 0 : 1;
}

async function measure(router: Measurable, count: number, runs: number): Promise<Section> {
  // The daemon has them from its environment, which the rig takes over before it starts anything.
  giveAwsCredentials();
  const lane = await openLane(await startRigOn(router.start, definition));
  try {
    const others = await startOthers(lane.rig, count);
    try {
      const alone = await routerAlone(await router.alone(), runs);
      await lane.load(RATE);
      const measured: Measured[] = [];
      for (const trigger of TRIGGERS) {
        const reactions = [];
        for (let nth = 0; nth < runs; nth += 1) {
          reactions.push(await react(lane, `v${measured.length * runs + nth + 2}`, trigger));
        }
        measured.push({ trigger, reactions });
      }
      return reactionSection(`${router.name}, ${count} other releases`, measured, alone);
    } finally {
      await others.stop();
    }
  } finally {
    await lane.stop();
  }
}

/** Half of the traffic, so that the last request at the candidate is known to some milliseconds. */
const definition: Change = [
  [['platform', 'process', 'instances'], 1],
  [['platform', 'process', 'environment', 'SAMPLE_ERRORS'], '0.01'],
  [['platform', 'process', 'environment', 'SAMPLE_SLOW'], '0'],
  [['metrics', 'latency'], undefined],
  [['drain'], { wait: '0s' }],
  [['steps'], ['deploy', { shift: '50%' }, { bake: { for: '2h' } }, 'cutover', 'retire']],
];
