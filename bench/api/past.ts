import { mkdir, writeFile } from 'node:fs/promises';
import type { ReportEntry } from '../../activities/archive/report.ts';
import { indexFile } from '../../activities/archive/layout.ts';

/** Lanes among which the finished releases are spread. */
const LANES = 50;

/** Writes the index of an archive with so many releases, one a minute up to now. */
export async function writePast(folder: string, finished: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const lines = Array.from({ length: finished }, (_, nth) => JSON.stringify(entry(nth, finished)));
  await writeFile(indexFile(folder), `\n${lines.join('\n')}`);
}

function entry(nth: number, finished: number): ReportEntry {
  const lane = `past${nth % LANES}.production`;
  const number = Math.floor(nth / LANES) + 1;
  const finishedAt = Date.now() - (finished - nth) * 60_000;
  const reverted = nth % 10 === 0;
  return {
    id: `${lane}.${number}`,
    lane,
    number,
    kind: 'release',
    version: `v${number}`,
    outcome: reverted ? 'reverted' : 'completed',
    ...(reverted ? { cause: 'verdict' } : {}),
    sentence: `v${number} serves all traffic from ${number % 2 === 0 ? 'blue' : 'green'}`,
    actor: 'ann',
    startedAt: finishedAt - 1_800_000,
    finishedAt,
  };
}
