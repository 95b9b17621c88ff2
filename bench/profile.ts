import { parseArgs } from 'node:util';
import { temporaryFolder } from '../test/rigs/temporary-folder.ts';
import { thisMachine } from './machine.ts';
import { whatPerfLacks } from './profile/perf.ts';
import { createProfiler, LOOKS } from './profile/profiler.ts';
import { sectionsOf } from './profile/sections.ts';
import { keepResult } from './results.ts';
import { play } from './scale/play.ts';
import { SET_UPS } from './scale/service.ts';
import { asText } from './section.ts';

const RELEASES = '60';
/** Below this many releases nothing is kept. */
const QUICK = 50;

/**
 * Where the processor's time goes while many releases run: the daemon's and that of the embedded Temporal, by parts, as
 * `perf` of Linux samples them. `--releases N` plays more or fewer. Gives the exit status: 1 where a release did not
 * complete, which keeps nothing, 2 on a wrong option, or where no profile can be taken.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { releases: { type: 'string', default: RELEASES } } });
  const size = Number(values.releases);
  if (!Number.isInteger(size) || size < 1) {
    console.error('Say --releases NUMBER, from 1.');
    return 2;
  }
  const folder = await temporaryFolder('profile');
  try {
    const lacks = await whatPerfLacks(folder.path);
    if (lacks !== undefined) {
      console.error(lacks);
      return 2;
    }
    return await profile(size, folder.path);
  } finally {
    await folder.remove();
  }
}

async function profile(size: number, folder: string): Promise<number> {
  const setUp = SET_UPS.find(({ name }) => name.startsWith('5 weights'));
  if (setUp === undefined) throw new Error('There is no set-up of five weights any more.');
  const machine = await thisMachine();
  const began = performance.now();
  const profiler = createProfiler(folder);
  const { completed, failures } = await play(size, setUp, undefined, profiler);
  const of = `${LOOKS} s of ${size} releases at once, ${setUp.name}`;
  const sections = sectionsOf(await profiler.profiles(), of);
  for (const section of Object.values(sections)) console.log(`\n${asText(section)}\n`);
  if (completed < size) {
    console.log(`BREACH: ${size - completed} of ${size} did not complete: ${failures.join('; ')}`);
    return 1;
  }
  if (size < QUICK) return 0;
  const seconds = (performance.now() - began) / 1000;
  const settings = { releases: size, setUp: setUp.name, seconds: LOOKS };
  for (const [part, section] of Object.entries(sections)) {
    await keepResult('profile', part, { machine, settings, seconds, section });
  }
  return 0;
}
