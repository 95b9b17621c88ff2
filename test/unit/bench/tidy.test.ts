import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isAlive } from '../../../providers/platforms/process/instances.ts';
import { findProcess } from '../../../providers/platforms/process/process-table.ts';

const told = z.object({ folder: z.string(), pids: z.array(z.number()) });

/** Starts two programs in groups of their own, one of them with a folder of its own within the bench's, as a rig has. */
const bench = `
  import { spawn } from 'node:child_process';
  import { tidily } from ${JSON.stringify(fileURLToPath(new URL('../../../bench/rig/tidy.ts', import.meta.url)))};
  await tidily(async () => {
    const folder = process.env.TMPDIR;
    const pids = [folder, folder + '/rig/temporary'].map((TMPDIR) => {
      const env = { PATH: process.env.PATH, TMPDIR };
      return spawn('sleep', ['600'], { detached: true, stdio: 'ignore', env }).pid;
    });
    console.log(JSON.stringify({ folder, pids }));
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  });
`;

describe('a bench that is interrupted', () => {
  it.each([['SIGINT', 130] as const, ['SIGTERM', 143] as const])(
    'leaves no process and no folder after %s, and says so by %i',
    async (signal, status) => {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', bench], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      const [line] = z.tuple([z.instanceof(Buffer)]).parse(await once(child.stdout, 'data'));
      const { folder, pids } = told.parse(JSON.parse(line.toString()));
      const started = await Promise.all(pids.map(async (pid) => findProcess(pid)));
      expect(started).not.toContain(undefined);
      child.kill(signal);
      expect(await ended).toEqual([status, null]);
      for (const entry of started) expect(entry !== undefined && (await isAlive(entry))).toBe(false);
      expect(existsSync(folder)).toBe(false);
    },
  );
});
