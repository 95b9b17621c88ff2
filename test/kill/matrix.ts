/**
 * The kill matrix: `node matrix.ts [FILE]`. Plays a release for each step kind and each of start, middle and end, kills
 * the daemon there, and writes the table to `docs/kill-matrix.md` or to the file. Ends with 1 when something did not hold.
 */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, constants, cpus, loadavg, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { temporalPath, traefikPath } from '../tools.ts';
import { playKilled } from './play.ts';
import { allPoints, nameOf } from './points.ts';
import { playUntilCounted, type Row } from './rows.ts';
import { startStage } from './stage.ts';
import { renderPage } from './table.ts';

/** Releases for one kill point at most. */
const most = 6;

const file = process.argv[2] ?? fileURLToPath(new URL('../../docs/kill-matrix.md', import.meta.url));
const began = Date.now();
const rows: Row[] = [];
const starting = startStage();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    // An interrupt does not stop the start; what it brings up is ended when it is there.
    void starting.then((late) => late.stop()).finally(() => process.exit(128 + constants.signals[signal]));
  });
}
const stage = await starting;
try {
  let number = 1;
  for (const at of allPoints) {
    const row = await playUntilCounted(at, most, () => playKilled(stage, `v${(number += 1)}`, [at]));
    rows.push(row);
    const { because = 'never met', tries, recovery = Number.NaN, faults } = row;
    console.log(
      `${nameOf(at)}: ${because}, tries ${tries}, went on after ${recovery.toFixed(1)} s; ` +
        (faults.length === 0 ? 'held' : faults.join('; ')),
    );
  }
} finally {
  await stage.stop();
}
const style = await resolveConfig(file);
await writeFile(file, await format(renderPage(rows, facts()), { ...style, parser: 'markdown' }));
const bad = rows.filter(({ because, faults }) => because === undefined || faults.length > 0);
console.log(`${rows.length - bad.length} held, ${bad.length} did not; the table is in ${file}`);
process.exit(bad.length > 0 ? 1 : 0);

function facts(): string[] {
  const gibibytes = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `${new Date().toISOString().slice(0, 10)}, ${((Date.now() - began) / 60_000).toFixed(0)} minutes in all`,
    `${type()} ${release()}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${gibibytes} GiB; ` +
      `load average over the last 15 minutes ${loadavg()[2]?.toFixed(1)}`,
    `Node ${process.versions.node}; ${versionOf(temporalPath(), ['--version'])}; ` +
      `Traefik ${versionOf(traefikPath(), ['version']).match(/Version:\s+(\S+)/)?.[1] ?? 'unknown'}`,
  ];
}

function versionOf(program: string, options: string[]): string {
  return execFileSync(program, options, { encoding: 'utf8' }).trim();
}
