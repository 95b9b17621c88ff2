import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** A checkout of its own in a temporary folder, with stand-ins for npm and Python as the only programs on PATH. */
export interface Checkout {
  /** The checkout's folder; its name has a space in it. */
  folder: string;
  /** The folder that is PATH, next to the checkout. */
  programs: string;
  /** What the stand-ins were asked for, a line a call. */
  calls(): Promise<string[]>;
  /** Puts a program on PATH: a script of /bin/sh. */
  program(name: string, script: string): Promise<void>;
  /** Puts one of the stand-ins on PATH. */
  standIn(name: string): Promise<void>;
  run(args: string[], env?: Record<string, string>): Promise<Ended>;
  start(args: string[], env?: Record<string, string>): ChildProcess;
  remove(): Promise<void>;
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

/** Makes a checkout with the scripts of this one and a lockfile that names one package. */
export async function makeCheckout(): Promise<Checkout> {
  const top = await mkdtemp(join(tmpdir(), 'sluice-set-up-'));
  const folder = join(top, 'a checkout');
  const programs = join(top, 'programs');
  const log = join(top, 'calls.txt');
  await mkdir(programs, { recursive: true });
  await cp(join(repository, 'scripts'), join(folder, 'scripts'), { recursive: true });
  await cp(join(repository, 'sluice'), join(folder, 'sluice'));
  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
  await writeFile(
    join(folder, 'package-lock.json'),
    '{"packages": {"": {}, "node_modules/one": {"version": "1.0.0"}}}',
  );
  await writeFile(join(folder, '.npmrc'), '');
  await writeFile(log, '');
  await symlink(process.execPath, join(programs, 'node'));
  await symlink('/bin/sh', join(programs, 'sh'));

  const start = ([command = '', ...args]: string[], env: Record<string, string> = {}) =>
    spawn(command, args, {
      cwd: folder,
      env: { PATH: programs, STAND_IN_LOG: log, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const program = async (name: string, script: string) => {
    const file = join(programs, name);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
  };
  const standIn = (name: string) =>
    program(
      name,
      `exec "${process.execPath}" "${join(repository, 'test/unit/scripts/stand-ins', name)}.mjs" "$@"`,
    );
  await standIn('npm');
  await standIn('python3');

  return {
    folder,
    programs,
    calls: async () => (await readFile(log, 'utf8')).trim().split('\n').filter(Boolean),
    program,
    standIn,
    start,
    run: (args, env) => ended(start(args, env)),
    remove: () => rm(top, { recursive: true, force: true }),
  };
}

/** Waits for a process to end and gives what it printed. */
export function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const text = { out: '', err: '' };
    child.stdout?.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (text.err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...text }));
  });
}
