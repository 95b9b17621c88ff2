import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { entriesFor } from '../../providers/routers/haproxy/map-state.ts';
import type { Split } from '../../providers/routers/router.ts';
import { endProcess } from '../rigs/end-process.ts';
import { makeHaproxyRouterRig, type HaproxyRouterRig } from '../rigs/haproxy-router.ts';
import { sendInTurn, startLoad } from '../rigs/load.ts';
import { processState } from '../rigs/process-state.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';

const signal = new AbortController().signal;
const program = fileURLToPath(new URL('../rigs/stand-ins/stopped-map-writer.ts', import.meta.url));

describeWith('haproxy', () => {
  let rig: HaproxyRouterRig;
  beforeAll(async () => {
    rig = await makeHaproxyRouterRig();
    return () => rig.stop();
  });

  const allBlue: Split = { blue: 10_000, green: 0 };
  const allGreen: Split = { blue: 0, green: 10_000 };
  const fence = (act: number) => ({ lane: rig.lane, release: 7, act });
  const wanted = (split: Split) => ({
    split,
    targets: { blue: [rig.backends.blue.url], green: [rig.backends.green.url] },
  });
  const write = (split: Split, act: number) => rig.router.write(wanted(split), fence(act), signal);

  /** A process that writes and has stopped itself at a stage. */
  async function stoppedWriter(split: Split, act: number, stage: string): Promise<Writer> {
    const entries = entriesFor(wanted(split), fence(act), 'given');
    const job = JSON.stringify({ config: rig.config, entries, fence: fence(act) });
    const child = spawn(process.execPath, [program, stage, job], { stdio: ['ignore', 'pipe', 'inherit'] });
    const output = text(child.stdout);
    const isStopped = async () => (await processState(child.pid ?? 0)) === 'T';
    await until('the writer to be stopped', isStopped);
    return {
      child,
      async wake() {
        child.kill('SIGCONT');
        await until(
          'the writer to stop again or end',
          async () => child.exitCode !== null || (await isStopped()),
        );
      },
      async finish() {
        await until('the writer to end', () => {
          child.kill('SIGCONT');
          return child.exitCode !== null;
        });
        const outcome: unknown = JSON.parse(await output);
        return outcome;
      },
    };
  }

  /** Lets a late writer go on: no request may go to green, also before it compares, and the last act stands. */
  async function wakesInVain(late: Writer, last: number): Promise<unknown> {
    const before = rig.backends.green.requests();
    const standing = { split: allBlue, stamp: fence(last), inEffect: true };
    const load = startLoad(rig.entry, 400);
    await late.wake();
    expect(await rig.router.read(signal)).toMatchObject(standing);
    const outcome = await late.finish();
    await load.stop();
    expect(await rig.router.read(signal)).toMatchObject(standing);
    await sendInTurn(rig.entry, 20);
    expect(rig.backends.green.requests()).toBe(before);
    return outcome;
  }

  test.each([
    ...['begun', 'prepared', 'cleared', 'compared'].map((stage) => ({ stage, landed: false })),
    ...['stored', 'versioned', 'read', 'added', 'committed'].map((stage) => ({ stage, landed: true })),
  ])(
    'a process stopped at "$stage" and woken after a later write sends no request to the candidate',
    async ({ stage, landed }) => {
      await rig.clear();
      await write(allBlue, 1);
      const late = await stoppedWriter(allGreen, 2, stage);
      try {
        expect(await write(allBlue, 3)).toEqual({ kind: 'written' });
        const outcome = await wakesInVain(late, 3);
        expect(outcome).toEqual(landed ? { kind: 'written' } : { kind: 'fenced', by: fence(3) });
      } finally {
        await endProcess(late.child);
      }
    },
  );

  test('nor does one that was overtaken by a writer whose content a third one had brought into effect', async () => {
    await rig.clear();
    await write(allBlue, 1);
    const first = await stoppedWriter(allBlue, 2, 'versioned');
    const late = await stoppedWriter(allGreen, 3, 'added');
    const last = await stoppedWriter(allBlue, 4, 'stored');
    try {
      // It reads the last one's file and commits that under its own version, which is older than the late one's.
      await first.wake();
      await last.finish();
      expect(await wakesInVain(late, 4)).toEqual({ kind: 'written' });
    } finally {
      for (const { child } of [first, late, last]) await endProcess(child);
    }
  });
});

interface Writer {
  child: ChildProcess;
  /** Lets it go on until it has committed or ended. */
  wake(): Promise<void>;
  /** Lets it go on to its end, and answers with its outcome. */
  finish(): Promise<unknown>;
}
