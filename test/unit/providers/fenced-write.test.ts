import { existsSync } from 'node:fs';
import { lstat, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fencedWrite, type Stage } from '../../../providers/routers/fenced-file/fenced-write.ts';
import { stampLine } from '../../../providers/routers/fenced-file/stamp-line.ts';
import { refuseInsideWatched } from '../../../providers/routers/traefik/watched-folder.ts';
import type { WriteOutcome } from '../../../providers/routers/router.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';

const lane = 'checkout.production';
const stages: Stage[] = ['begun', 'prepared', 'cleared', 'compared'];
const signal = new AbortController().signal;

let folder: TemporaryFolder;
let file: string;
let temporary: string;

beforeEach(async () => {
  folder = await temporaryFolder('fence');
  await mkdir(join(folder.path, 'dynamic'));
  file = join(folder.path, 'dynamic', 'checkout.yaml');
  temporary = join(folder.path, 'temporary');
});
afterEach(() => folder.remove());

function textOf(act: number): string {
  return `${stampLine({ lane, release: 1, act })}# written by act ${act}\n`;
}

/** A writer that stops at a stage until it is let go. */
function startWriter(
  act: number,
  stopAt?: Stage,
): { stopped: Promise<void>; finish(): Promise<WriteOutcome> } {
  const gate = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  const write = {
    file,
    temporaryFolder: temporary,
    fence: { lane, release: 1, act },
    content: textOf(act),
    signal,
  };
  const outcome = fencedWrite(write, async (stage) => {
    if (stage !== stopAt) return;
    stopped.resolve();
    await gate.promise;
  });
  return {
    stopped: stopped.promise,
    finish: () => {
      gate.resolve();
      return outcome;
    },
  };
}

describe('others on the machine', () => {
  test('a link in the place of the file is replaced and not followed', async () => {
    const other = join(folder.path, 'of-somebody-else');
    await writeFile(other, 'as it was');
    await symlink(other, file);
    expect(await startWriter(1).finish()).toEqual({ kind: 'written' });
    expect(await readFile(other, 'utf8')).toBe('as it was');
    expect((await lstat(file)).isFile()).toBe(true);
  });

  test('they can write neither file nor temporary folder, whatever the mask', async () => {
    const before = process.umask(0);
    try {
      await startWriter(1).finish();
    } finally {
      process.umask(before);
    }
    const modes = [(await lstat(file)).mode & 0o777, (await lstat(temporary)).mode & 0o777];
    expect(modes).toEqual([0o644, 0o755]);
  });
});

describe('two writers, stopped anywhere', () => {
  const cases = stages.flatMap((early) => stages.map((late) => ({ early, late })));

  test.each(cases)(
    'the earlier act stopped at $early, the later one at $late: the later one stands',
    async (stop) => {
      const early = startWriter(1, stop.early);
      await early.stopped;
      const late = startWriter(2, stop.late);
      await late.stopped;
      await early.finish();
      expect(await late.finish()).toEqual({ kind: 'written' });
      expect(await readFile(file, 'utf8')).toBe(textOf(2));
      expect(await readdir(temporary)).toEqual([]);
    },
  );

  test.each(stages)('the earlier act stopped at %s while the later one lands is told so', async (stage) => {
    const early = startWriter(1, stage);
    await early.stopped;
    expect(await startWriter(2).finish()).toEqual({ kind: 'written' });
    expect(await early.finish()).toEqual({ kind: 'fenced', by: { lane, release: 1, act: 2 } });
    expect(await readFile(file, 'utf8')).toBe(textOf(2));
  });

  test.each(cases)(
    'the later act stopped at $late, the earlier one at $early and then let go last',
    async (stop) => {
      const late = startWriter(2, stop.late);
      await late.stopped;
      const early = startWriter(1, stop.early);
      // It may have been refused before it came to its stage.
      await Promise.race([early.stopped, early.finish()]);
      expect(await late.finish()).toEqual({ kind: 'written' });
      await early.finish();
      expect(await readFile(file, 'utf8')).toBe(textOf(2));
      expect(await readdir(temporary)).toEqual([]);
    },
  );
});

test('of two attempts of one act, the one that was overtaken finds its work done', async () => {
  const first = startWriter(1, 'compared');
  await first.stopped;
  expect(await startWriter(1).finish()).toEqual({ kind: 'written' });
  expect(await first.finish()).toEqual({ kind: 'already' });
});

test('removes the stale temporary files of earlier acts, and leaves those of other lanes', async () => {
  await mkdir(temporary);
  const stale = `${lane}.1.3.0a0a0a0a0a0a.tmp`;
  const other = 'checkout.staging.1.3.0a0a0a0a0a0a.tmp';
  await writeFile(join(temporary, stale), 'half a fi');
  await writeFile(join(temporary, other), 'half a fi');
  expect(await startWriter(4).finish()).toEqual({ kind: 'written' });
  expect(await readdir(temporary)).toEqual([other]);
});

test('writes over a file that carries no mark, when asked to', async () => {
  await writeFile(file, 'http: {}\n');
  expect(await startWriter(1).finish()).toEqual({ kind: 'written' });
});

test.each(['temporary', '.'])('the folder %s inside the one that Traefik watches is refused', (inside) => {
  const watched = join(folder.path, 'dynamic');
  expect(() => refuseInsideWatched(join(watched, inside), file)).toThrow(
    /lies inside .*dynamic, which the router watches/,
  );
  expect(() => refuseInsideWatched(temporary, file)).not.toThrow();
});

test.skipIf(!existsSync('/dev/shm'))('says that the temporary folder is on another file system', async () => {
  const elsewhere = join('/dev/shm', `sluice-test-${process.pid}`);
  await mkdir(elsewhere);
  try {
    temporary = elsewhere;
    await expect(startWriter(1).finish()).rejects.toThrow(/another file system .* Set temporaryFolder/);
    expect(await readdir(elsewhere)).toEqual([]);
    expect(existsSync(file)).toBe(false);
  } finally {
    await rm(elsewhere, { recursive: true });
  }
});

test('says what is missing when the watched folder is gone', async () => {
  file = join(folder.path, 'nowhere', 'checkout.yaml');
  await expect(startWriter(1).finish()).rejects.toThrow(/did not land: its folder is missing/);
});
