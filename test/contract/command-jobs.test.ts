/** Commands that change something, through everything that may be killed around them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runJob, type Job } from '../../providers/commands/run-job.ts';
import type { ProviderContext } from '../../providers/context.ts';
import { DefiniteFailure } from '../../providers/definite-failure.ts';
import { HandedBack } from '../../providers/hand-back.ts';
import { endProcess } from '../rigs/end-process.ts';
import { processState } from '../rigs/process-state.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';
import { until } from '../rigs/until.ts';

const program = fileURLToPath(new URL('../rigs/stand-ins/job-daemon.ts', import.meta.url));
const lane = 'shop.production';
const never = new AbortController().signal;

let folder: TemporaryFolder;
let context: ProviderContext;
let daemons: ChildProcess[];

beforeEach(async () => {
  folder = await temporaryFolder('jobs');
  daemons = [];
  context = {
    dataFolder: join(folder.path, 'data'),
    environment: { PATH: process.env['PATH'], TOKEN: 'tok-12345', KEY: 'first line\nsecond line' },
    log: pino({ level: 'silent' }),
  };
});
afterEach(async () => {
  // Whatever still waits for it goes on to its end.
  await open();
  await Promise.all(daemons.map(endProcess));
  while ((await inLane()).includes('current')) await runJob(job('true'), context, never);
  await folder.remove();
});

/** Writes a line of what it is, and ends when the door is open. */
const waiting =
  'echo "$SLUICE_STEP" >> begun; echo $$ > pid; until [ -e door ]; do sleep 0.02; done; echo "$SLUICE_STEP is done"';

function job(
  command: string | string[],
  more: Partial<Job> & { timeout?: number; environment?: Record<string, string> } = {},
): Job {
  const { timeout = 20_000, environment = {}, ...rest } = more;
  const subject = {
    service: 'shop',
    environment: 'production',
    version: 'v2',
    slot: 'green' as const,
    step: 1,
  };
  return {
    lane,
    what: 'run step 1',
    config: { command, directory: folder.path, environment, timeout },
    subject,
    ...rest,
  };
}

const other = (more: Partial<Job> = {}): Job => ({
  ...job(waiting, { what: 'run step 2', ...more }),
  subject: { service: 'shop', environment: 'production', step: 2 },
});

async function open(): Promise<void> {
  await writeFile(join(folder.path, 'door'), '');
}

async function begun(): Promise<string[]> {
  return (await readFile(join(folder.path, 'begun'), 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => line !== '');
}

/** The process of the command that waits. */
async function running(): Promise<number> {
  return until('the command to run', async () => {
    const pid = await readFile(join(folder.path, 'pid'), 'utf8').catch(() => '');
    return pid !== '' && Number(pid);
  });
}

/** What is in the lane's folder. */
async function inLane(): Promise<string[]> {
  return readdir(join(context.dataFolder, 'commands', lane)).catch(() => []);
}

function startDaemon(asked: Job, environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const given = JSON.stringify({ dataFolder: context.dataFolder, job: asked });
  const child = spawn(process.execPath, [program, given], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  daemons.push(child);
  return child;
}

const isGone = async (pid: number): Promise<boolean> => [undefined, 'Z'].includes(await processState(pid));

describe('a daemon that is killed', () => {
  test('leaves its command running: the next call waits for it, takes its answer, and nothing runs twice', async () => {
    const daemon = startDaemon(job(waiting));
    const pid = await running();
    await endProcess(daemon);
    expect(await isGone(pid)).toBe(false);
    const answer = runJob(job(waiting), context, never);
    await open();
    expect(await answer).toMatchObject({ status: 0, said: '1 is done' });
    expect(await begun()).toEqual(['1']);
  });

  test('leaves the answer of a command that ended meanwhile to the next call, and only to that one', async () => {
    const daemon = startDaemon(job(waiting));
    const pid = await running();
    await endProcess(daemon);
    await open();
    await until('the command to end', () => isGone(pid));
    expect(await runJob(job(waiting), context, never)).toMatchObject({ status: 0, said: '1 is done' });
    expect(await begun()).toEqual(['1']);
    expect(await runJob(job(waiting), context, never)).toMatchObject({ status: 0, said: '1 is done' });
    expect(await begun()).toEqual(['1', '1']);
  });

  test('before its command began leaves the lane to the next call', async () => {
    const daemon = startDaemon(job(waiting), { HANGS: '1' });
    await until('the daemon to have the lane', async () => (await inLane()).includes('current'));
    await endProcess(daemon);
    await open();
    expect(await runJob(job(waiting), context, never)).toMatchObject({ status: 0 });
    expect(await begun()).toEqual(['1']);
  });
});

test('a command whose shell is killed is ended too, and the next call runs it again', async () => {
  const answer = runJob(job(waiting), context, never);
  const pid = await running();
  const { stdout } = await promisify(execFile)('ps', ['-o', 'pgid=', '-p', String(pid)]);
  process.kill(Number(stdout), 'SIGKILL');
  await expect(answer).rejects.toThrow(
    /was killed with its shell, or the machine stopped; it is to be run again/,
  );
  expect(await isGone(pid)).toBe(true);
  await open();
  expect(await runJob(job(waiting), context, never)).toMatchObject({ status: 0 });
  expect(await begun()).toEqual(['1', '1']);
});

describe('one at a time', () => {
  test('another command of the lane waits, and one of another lane does not', async () => {
    const first = runJob(job(waiting), context, never);
    await running();
    const second = runJob(other(), context, never);
    await runJob(job('echo elsewhere >> begun', { lane: 'cart.production' }), context, never);
    expect(await begun()).toEqual(['1', 'elsewhere']);
    await open();
    expect(await first).toMatchObject({ status: 0 });
    expect(await second).toMatchObject({ status: 0, said: '2 is done' });
    expect(await begun()).toEqual(['1', 'elsewhere', '2']);
  });

  test('a command that takes another back ends it first', async () => {
    const first = runJob(job(waiting), context, never);
    const pid = await running();
    const back = {
      ...job('echo undone >> begun'),
      what: 'undo step 1',
      ends: (what: string) => what === 'run step 1',
    };
    expect(await runJob(back, context, never)).toMatchObject({ status: 0 });
    expect(await isGone(pid)).toBe(true);
    expect(await first).toMatchObject({ how: 'was ended to undo step 1' });
    expect(await begun()).toEqual(['1', 'undone']);
  });

  test('what need not be done is not begun, and leaves the lane free', async () => {
    expect(await runJob(job(waiting, { unless: async () => true }), context, never)).toBeUndefined();
    const broken = job(waiting, { unless: async () => Promise.reject(new Error('cannot be asked')) });
    await expect(runJob(broken, context, never)).rejects.toThrow('cannot be asked');
    expect(await begun()).toEqual([]);
    expect(await runJob(job('true'), context, never)).toMatchObject({ status: 0 });
  });
});

describe('a command is ended', () => {
  test('when it is called off, with what it started', async () => {
    const off = new AbortController();
    const answer = runJob(job(`sleep 60 & echo $! > child; ${waiting}`), context, off.signal);
    const pid = await running();
    const child = Number(await readFile(join(folder.path, 'child'), 'utf8'));
    off.abort(new Error('the release was aborted'));
    await expect(answer).rejects.toThrow('the release was aborted');
    expect([await isGone(pid), await isGone(child)]).toEqual([true, true]);
  });

  test('after its timeout, and is no success then, also when it says so', async () => {
    const answer = await runJob(
      job('trap "exit 0" TERM; echo slow; while :; do sleep 0.05; done', { timeout: 2000 }),
      context,
      never,
    );
    expect(answer).toMatchObject({ how: 'was ended after 2 s, its timeout' });
    // The shell may say of its sleep that it was terminated, too.
    expect(answer?.said).toMatch(/^slow(\nTerminated)*$/);
    expect(answer).not.toHaveProperty('status');
  });

  test('but not when it is handed back: the next call goes on with it', async () => {
    const off = new AbortController();
    const answer = runJob(job(waiting), context, off.signal);
    const pid = await running();
    off.abort(new HandedBack('the daemon stops'));
    await expect(answer).rejects.toThrow('the daemon stops');
    expect(await isGone(pid)).toBe(false);
    await open();
    expect(await runJob(job(waiting), context, never)).toMatchObject({ status: 0 });
    expect(await begun()).toEqual(['1']);
  });

  test('nor at whatever moment it is handed back', async () => {
    const first = runJob(job(waiting), context, never);
    const pid = await running();
    for (let turns = 0; turns < 60; turns += 1) {
      const off = new AbortController();
      const answer = runJob(job(waiting), context, off.signal);
      for (let turn = 0; turn < turns; turn += 1) await setImmediate();
      off.abort(new HandedBack('the daemon stops'));
      await expect(answer).rejects.toThrow('the daemon stops');
      expect(await isGone(pid)).toBe(false);
    }
    await open();
    expect(await first).toMatchObject({ status: 0, said: '1 is done' });
    expect(await begun()).toEqual(['1']);
  });

  test('and what it left running on purpose is not', async () => {
    const answer = await runJob(job('sleep 60 > /dev/null 2>&1 & echo $!'), context, never);
    const pid = Number(answer?.said);
    await runJob(job('true'), context, never);
    expect(await isGone(pid)).toBe(false);
    process.kill(pid, 'SIGKILL');
  });
});

describe('what is told and kept', () => {
  test('a command knows what it is about, and of the daemon only a few variables', async () => {
    const answer = await runJob(
      job('echo "$SLUICE_SERVICE $SLUICE_ENVIRONMENT $SLUICE_VERSION {{version}} {{slot}} [$TOKEN]"; exit 3'),
      context,
      never,
    );
    expect(answer).toMatchObject({
      status: 3,
      how: 'ended with status 3',
      said: 'shop production v2 v2 green []',
    });
  });

  test('a list is a program with its arguments, which no shell reads', async () => {
    const answer = await runJob(job(['printf', '%s|', '{{version}} $HOME', ';']), context, never);
    expect(answer).toMatchObject({ status: 0, said: 'v2 $HOME|;|' });
  });

  test('its standard output is kept apart where that is the answer', async () => {
    const answer = await runJob(job('echo answer; echo trouble >&2', { answers: true }), context, never);
    expect(answer).toMatchObject({ answer: 'answer\n', said: 'trouble' });
  });

  test('no secret is in anything that is told or kept', async () => {
    const environment = { TOKEN: '${env:TOKEN}', HEADER: 'Bearer ${env:TOKEN}', KEY: '${env:KEY}' };
    const answer = await runJob(
      job('echo "$TOKEN $HEADER"; echo "$KEY" | tail -n 1; env >&2', { environment }),
      context,
      never,
    );
    expect(answer?.said).toContain('*** Bearer ***\n***');
    expect(await readFile(answer?.log ?? '', 'utf8')).toContain('HEADER=Bearer ***');
    const found = await promisify(execFile)('grep', [
      '-rE',
      'tok-12345|second line',
      context.dataFolder,
    ]).catch((error: unknown) => error);
    expect(found).toHaveProperty('code', 1);
  });

  test('output whose secrets cannot be read any more is thrown away', async () => {
    const environment = { TOKEN: '${env:TOKEN}' };
    const answer = runJob(job(`echo $TOKEN; ${waiting}`, { environment }), context, never);
    await running();
    delete context.environment['TOKEN'];
    await open();
    expect(await answer).toMatchObject({ status: 0, said: '' });
  });

  test('the last 20 are kept', async () => {
    const past = join(context.dataFolder, 'commands', lane, 'past');
    for (let count = 10; count < 35; count += 1)
      await mkdir(join(past, `2020-${count}`), { recursive: true });
    await runJob(job('true'), context, never);
    const names = (await readdir(past)).toSorted();
    expect([names.length, names[0]]).toEqual([20, '2020-16']);
  });
});

test('a command that cannot be begun is told, and leaves the lane free', async () => {
  const { config } = job('true');
  const nowhere = { ...job('true'), config: { ...config, directory: join(folder.path, 'nowhere') } };
  await expect(runJob(nowhere, context, never)).rejects.toThrow(DefiniteFailure);
  const unset = job('true', { environment: { A: '${env:NOT_SET}' } });
  await expect(runJob(unset, context, never)).rejects.toThrow('${env:NOT_SET} has no value');
  expect(await runJob(job('exit 0'), context, never)).toMatchObject({ status: 0 });
});
