import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { endOf } from '../../../../cli/failure.ts';
import { createProgram } from '../../../../cli/program.ts';
import { temporaryFolder } from '../../../rigs/temporary-folder.ts';

/** How a run of `sluice judge` ended. */
export interface Ran {
  status: number;
  out: string;
  /** What is said on stderr about a failure. */
  said: string;
}

/** Runs `sluice judge` on a file called `run.json` with this in it, in this process. */
export async function runJudge(content: unknown, ...words: string[]): Promise<Ran> {
  const folder = await temporaryFolder('judge');
  const file = join(folder.path, 'run.json');
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    await createProgram().parseAsync(['judge', file, ...words], { from: 'user' });
    return { status: Number(process.exitCode ?? 0), out, said: '' };
  } catch (error) {
    const { exitCode, message = '' } = endOf(error);
    return { status: exitCode, out, said: message.replaceAll(`${folder.path}/`, '') };
  } finally {
    process.exitCode = undefined;
    write.mockRestore();
    await folder.remove();
  }
}

/** A metric of a file, by the letter of verdict.md §9. */
export const errors = {
  name: 'errors',
  weight: 1,
  margin: 1.25,
  safeMargin: 2,
  negligible: 0.001,
  burstDivisor: 1,
  required: true,
  floor: 0.001,
};

/** A file with these blocks, each the counts of `errors`: candidate, its bad ones, stable, its bad ones. */
export function fileOf(rows: readonly (readonly number[])[], changes: object = {}) {
  return {
    schemaVersion: 1,
    alpha: 0.01,
    beta: 0.05,
    plannedBlocks: 360,
    metrics: [errors],
    blocks: rows.map(([candidate, bad, stable, stableBad], i) => ({
      start: 10 * i,
      seconds: 10,
      stage: '5%',
      counts: { errors: { candidate: [candidate, bad], stable: [stable, stableBad] } },
    })),
    ...changes,
  };
}
