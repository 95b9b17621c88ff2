import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { loadWorkflowBundle } from '../../worker/bundle.ts';
import { usageOf } from '../rig/usage.ts';
import type { Onlooker } from '../scale/play.ts';
import { kindOfThread } from './daemon-parts.ts';
import { areInFile, goFunctions } from './go-functions.ts';
import { findName } from './named-ranges.ts';
import { record, scriptOf } from './perf.ts';
import { parseSamples, type Sample } from './samples.ts';
import { modulesOf, scriptRanges } from './scripts.ts';
import { stackOf } from './stacks.ts';

/** After the last start, since a start is no part of how a release runs, in milliseconds. */
const SETTLED = 5000;
/** How long it looks, in seconds: the releases run for longer than both together. */
export const LOOKS = 30;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a process was doing at each sample. */
export interface Profile {
  /** Innermost first, each frame as `PLACE:NAME`. */
  samples: { stack: string[]; thread: string }[];
  /** What it used meanwhile. */
  cpuSeconds: number;
}

/** Takes a profile of the daemon and of its Temporal. */
export interface Profiler extends Onlooker {
  /** Reads what was taken; once no release runs any more, since it takes a processor of its own for some seconds. */
  profiles(): Promise<{ daemon: Profile; temporal: Profile }>;
}

/** A profiler whose files are in the folder. */
export function createProfiler(folder: string): Profiler {
  const file = join(folder, 'profile');
  let looked = { daemon: 0, temporal: 0, goProgram: '', used: { daemon: 0, temporal: 0 } };
  return {
    nodeOptions: [
      '--perf-basic-prof',
      `--perf-basic-prof-path=${folder}`,
      // Else the code that is not compiled has one name for all of it.
      '--interpreted-frames-native-stack',
    ],
    look: async ({ daemon, temporal }) => {
      if (temporal === 0) throw new Error('The process of the embedded Temporal was not found.');
      const goProgram = await readlink(`/proc/${temporal}/exe`);
      await sleep(SETTLED);
      const before = [await usageOf(daemon), await usageOf(temporal)];
      await record([daemon, temporal], LOOKS, file);
      const after = [await usageOf(daemon), await usageOf(temporal)];
      const [ofDaemon = 0, ofTemporal = 0] = after.map(
        ({ cpuSeconds }, i) => cpuSeconds - (before[i]?.cpuSeconds ?? 0),
      );
      looked = { daemon, temporal, goProgram, used: { daemon: ofDaemon, temporal: ofTemporal } };
    },
    profiles: async () => {
      const samples = parseSamples(await scriptOf(file));
      const names = {
        script: await scriptNames(join(folder, `perf-${looked.daemon}.map`)),
        goFunction: await goNames(looked.goProgram, samples),
        goProgram: looked.goProgram,
      };
      const of = (pid: number): Profile['samples'] =>
        samples
          .filter((sample) => sample.pid === pid)
          .map((sample) => ({ stack: stackOf(sample, names), thread: kindOfThread(sample) }));
      return {
        daemon: { samples: of(looked.daemon), cpuSeconds: looked.used.daemon },
        temporal: { samples: of(looked.temporal), cpuSeconds: looked.used.temporal },
      };
    },
  };
}

async function scriptNames(map: string): Promise<(address: number) => string | undefined> {
  const { code } = await loadWorkflowBundle(pino({ level: 'silent' }));
  return findName(scriptRanges(await readFile(map, 'utf8'), root, modulesOf(code)));
}

async function goNames(
  file: string,
  samples: readonly Sample[],
): Promise<(address: number) => string | undefined> {
  const program = await readFile(file);
  const frames = samples.flatMap((sample) => sample.frames.filter((frame) => frame.file === file));
  const addresses = frames.map(({ address }) => address);
  return findName(goFunctions(program, areInFile(program, addresses)));
}
