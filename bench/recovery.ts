import { parseArgs } from 'node:util';
import { startRelease } from '../test/rigs/followed-release.ts';
import type { Change } from '../test/rigs/lane.ts';
import { thisMachine } from './machine.ts';
import { badWhileDead, type Caught } from './recovery/bad-while-dead.ts';
import type { Way } from './recovery/death.ts';
import { dieInBake, dieInWrite, type Recovery } from './recovery/deaths.ts';
import { startAlone, startTwo, type Scene } from './recovery/scene.ts';
import { caughtSection, recoverySection } from './recovery/sections.ts';
import { keepResult } from './results.ts';
import { asText, type Section } from './section.ts';

/** Deaths of each kind, unless said otherwise; fewer are a quick look, which is not kept. */
const RUNS = 5;

/** Where a daemon dies, how, and how soon the release has to go on. */
interface Situation {
  name: string;
  die: (scene: Scene, id: string, way: Way) => Promise<Recovery>;
  way: Way;
  /** What the aim counts from, and how much it allows, in milliseconds. */
  from: 'signalled' | 'restarted';
  aim: number;
}

const killed = { signal: 'SIGKILL' } as const;
const told = { signal: 'SIGTERM' } as const;
const alone: Situation[] = [
  { name: 'SIGKILL in a bake', die: dieInBake, way: killed, from: 'restarted', aim: 8000 },
  {
    name: 'SIGKILL in a bake, Temporal with it',
    die: dieInBake,
    way: { ...killed, temporalToo: true },
    from: 'restarted',
    aim: 8000,
  },
  { name: 'SIGTERM in a bake', die: dieInBake, way: told, from: 'restarted', aim: 2000 },
  { name: 'SIGKILL in a write', die: dieInWrite, way: killed, from: 'restarted', aim: 8000 },
  { name: 'SIGTERM in a write', die: dieInWrite, way: told, from: 'restarted', aim: 2000 },
];
const two: Situation[] = [
  { name: 'SIGKILL in a bake', die: dieInBake, way: killed, from: 'signalled', aim: 5000 },
  { name: 'SIGTERM in a bake', die: dieInBake, way: told, from: 'signalled', aim: 2000 },
  { name: 'SIGKILL in a write', die: dieInWrite, way: killed, from: 'signalled', aim: 5000 },
  { name: 'SIGTERM in a write', die: dieInWrite, way: told, from: 'signalled', aim: 2000 },
];

/**
 * How long a release stands still when the worker dies that has it: killed and stopped in order, in a bake and in a
 * write, alone and with a second worker; and a candidate that goes bad while nobody is there. `--runs N` lets it die
 * so often in each way, `--part NAME` measures one part. Answers with the exit status.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { runs: { type: 'string' }, part: { type: 'string' } } });
  const runs = Number(values.runs ?? RUNS);
  const parts = Object.entries(PARTS).filter(([name]) => name === (values.part ?? name));
  if (!Number.isInteger(runs) || runs < 1 || parts.length === 0) {
    console.error(`Say --runs NUMBER, from 1, and --part with one of: ${Object.keys(PARTS).join(', ')}.`);
    return 2;
  }
  const machine = await thisMachine();
  let breaches = 0;
  for (const [name, part] of parts) {
    const began = performance.now();
    const section = await part(runs);
    console.log(`\n${asText(section)}\n`);
    for (const breach of section.breaches) console.log(`BREACH: ${breach}`);
    breaches += section.breaches.length;
    const seconds = (performance.now() - began) / 1000;
    if (runs >= RUNS) await keepResult('recovery', name, { machine, settings: { runs }, seconds, section });
  }
  return breaches === 0 ? 0 : 1;
}

const PARTS: Record<string, (runs: number) => Promise<Section>> = {
  alone: async (runs) => deaths('One worker, with its embedded Temporal', alone, runs, startAlone),
  two: async (runs) => deaths('Two workers on one Temporal', two, runs, startTwo),
  bad: async (runs) =>
    onScene(startAlone, runs, async (scene) => {
      const caught: Caught[] = [];
      for (let nth = 0; nth < runs; nth += 1) caught.push(await badWhileDead(scene, `v${nth + 2}`));
      return caughtSection(caught);
    }),
};

async function deaths(
  title: string,
  situations: readonly Situation[],
  runs: number,
  start: (change: Change) => Promise<Scene>,
): Promise<Section> {
  return onScene(start, runs * situations.length, async (scene) => {
    const release = await startRelease(scene.daemons[0]?.api ?? '', 'v2');
    try {
      const measured = [];
      for (const situation of situations) {
        const recoveries: Recovery[] = [];
        for (let nth = 0; nth < runs; nth += 1) {
          recoveries.push(await situation.die(scene, release.id, situation.way));
        }
        measured.push({ ...situation, recoveries });
      }
      return recoverySection(title, measured);
    } finally {
      await release.stop();
    }
  });
}

async function onScene(
  start: (change: Change) => Promise<Scene>,
  weights: number,
  play: (scene: Scene) => Promise<Section>,
): Promise<Section> {
  const scene = await start(definition(weights));
  try {
    return await play(scene);
  } finally {
    await scene.stop();
  }
}

/** Bakes that end when somebody says so, between weights that rise by a hundredth each time. */
function definition(weights: number): Change {
  const steps = Array.from({ length: weights + 1 }, (_, i) => [
    { shift: `${10 + i}%` },
    { bake: { for: '20m' } },
  ]);
  return [
    [['platform', 'process', 'instances'], 1],
    [['platform', 'process', 'environment', 'SAMPLE_ERRORS'], '0.01'],
    [['platform', 'process', 'environment', 'SAMPLE_SLOW'], '0'],
    [['metrics', 'latency'], undefined],
    [['steps'], ['deploy', ...steps.flat(), 'cutover', 'retire']],
  ];
}
