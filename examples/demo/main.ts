/**
 * The demo: `node main.ts [--router NAME] [--metrics NAME] [--keep] [--json FILE]`. Starts a router, a metric source, the
 * daemon with its embedded Temporal, a sample service and load, plays three releases and ends all of it. Ends with 0 when everything was as promised, with 1 when not, with
 * 2 when it could not start, and with 128 and the signal's number when it was interrupted.
 */
import { writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { invite } from './invite.ts';
import { bringInParts } from './needed-programs.ts';
import { readOptions, type Options } from './options.ts';
import { brokenPromises, rowOf, type Played } from './outcome.ts';
import { startParts, type Parts } from './rig/parts.ts';
import { startRigOn, type RigOn } from './rig/rig.ts';
import { playStory } from './story.ts';
import { renderTable } from './table.ts';

const options = optionsOrEnd();
const began = Date.now();
let rig: RigOn<Parts> | undefined;
/** Ends the time for which the demo is kept up; undefined before it. */
let endKept: (() => void) | undefined;

const interrupted = new Promise<never>((_, reject) => {
  // What nobody caught ends the demo as well, and nothing may be left behind by it.
  process.on('uncaughtException', reject);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (endKept !== undefined) return endKept();
      process.exitCode = 128 + constants.signals[signal];
      reject(new Error(`Interrupted by ${signal}: ending what was started.`));
    });
  }
});

try {
  await bringInParts(options);
  const starting = startRigOn(async () => startParts(options));
  rig = await Promise.race([starting, interrupted]).catch(async (error: unknown) => {
    // An interrupt does not stop the start; what it brings up is ended when it is there.
    await starting.then(
      async (late) => late.stop(),
      () => undefined,
    );
    throw error;
  });
  console.log(`${rig.parts.named}, Temporal and the daemon are up (${secondsSince(began)} s).`);
  await Promise.race([playStory(rig, (line) => console.log(line), afterwards), interrupted]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode ??= rig === undefined ? 2 : 1;
} finally {
  await rig?.stop().then(
    () => console.log(`Everything that the demo started is gone (${secondsSince(began)} s in all).`),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
}
process.exit();

/** Shows the table while the load still runs, and keeps it so where that was asked for. */
async function afterwards(played: Played[]): Promise<void> {
  await show(played);
  if (!options.keep || rig === undefined) return;
  console.log(invite(rig).join('\n'));
  await new Promise<void>((resolve) => {
    endKept = resolve;
  });
}

async function show(played: Played[]): Promise<void> {
  const releases = played.map(rowOf);
  console.log(`\n${renderTable(releases)}\n`);
  const { json } = options;
  if (json !== undefined) await writeFile(json, `${JSON.stringify({ releases }, null, 2)}\n`);
  const broken = played.flatMap(brokenPromises);
  for (const sentence of broken) console.error(sentence);
  if (broken.length > 0) process.exitCode = 1;
}

function optionsOrEnd(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

function secondsSince(time: number): string {
  return ((Date.now() - time) / 1000).toFixed(1);
}
