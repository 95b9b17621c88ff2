/** A release by a team's own commands on real Traefik: the daemon is killed while they run, and one of them fails. */
import { expect, test } from 'vitest';
import type { Load } from '../../examples/demo/load/start-load.ts';
import { watchFile, type FileWatch } from '../kill/written-files.ts';
import { startLane, type Lane } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { dropsOf } from '../rigs/outside.ts';
import { makeOwnCommands, type OwnCommands } from '../rigs/own-commands.ts';
import { until } from '../rigs/until.ts';

let own: OwnCommands;
let lane: Lane;
let load: Load;
let file: FileWatch;

madeAnew({ start, stop });

async function start(): Promise<void> {
  own = await makeOwnCommands();
  lane = await startLane(own.change);
  load = await lane.load(50);
  file = watchFile(lane.file, 'sample.demo');
}

async function stop(): Promise<void> {
  file?.close();
  await lane?.stop();
  await own?.remove();
}

/** Kills the daemon while this command runs, and lets it go on when another daemon is there. */
async function killIn(command: string): Promise<void> {
  await until(
    `${command} to run`,
    async () =>
      (await own.did('v2')).includes(`${command} begins 1`) ||
      (await own.did('v2')).includes(`${command} begins`),
    90_000,
  );
  await lane.rig.daemon.kill();
  await lane.rig.daemon.start();
  await own.open(command);
}

test('a daemon killed in the middle of a run and of a deploy: each command runs once, and the release goes on', async () => {
  const from = Date.now();
  await own.close('migrate');
  await own.close('deploy');
  const release = await lane.release('v2');
  await killIn('migrate');
  await killIn('deploy');
  const { outcome, steps } = await release.ends(90_000);
  expect(outcome).toBe('completed');
  expect(await own.did('v2')).toEqual([
    'gate begins 1',
    'gate ends',
    'migrate begins 1',
    'migrate ends',
    'deploy begins',
    'deploy ends',
    'tell begins 1',
    'tell ends',
  ]);
  expect((await own.did('v1')).slice(-2)).toEqual(['retire begins', 'retire ends']);
  expect(steps.map(({ label }) => label).slice(0, 2)).toEqual([
    'gate sh ./own.sh gate',
    'run sh ./own.sh migrate',
  ]);
  expect(steps[0]?.note).toMatch(/^0 findings \(standard output, sha256 [0-9a-f]{64}, log \S+\)$/);
  expect(steps[1]?.note).toBe('ended with status 0');
  expect(await dropsOf(load, from, Date.now())).toEqual({});
});

// Peers' S1 and S2: a failed step aborts, and what was done is undone in reverse.
test('S1, S2: a run that fails reverts the release: traffic first, then every undo in reverse', async () => {
  const from = Date.now();
  const release = await lane.release('v3-untold');
  const { outcome, cause, sentence, stable } = await release.ends();
  expect({ outcome, cause }).toEqual({ outcome: 'reverted', cause: 'verdict' });
  expect(sentence).toMatch(/^sh \.\/own\.sh tell failed: ended with status 7 \(log \S+\); /);
  expect(sentence).toContain(`; ${stable?.version} serves all traffic`);
  expect((await own.did('v3-untold')).filter((line) => line.endsWith('ends'))).toEqual(
    ['gate', 'migrate', 'deploy', 'untell', 'retire', 'unmigrate'].map((name) => `${name} ends`),
  );
  const back = release.events.findIndex(
    ({ kind, message }) => kind === 'written' && message.startsWith('0 %'),
  );
  const undone = release.events.findIndex(({ kind }) => kind === 'undo');
  expect(back).toBeGreaterThan(0);
  expect(undone).toBeGreaterThan(back);
  expect(file.latest()?.split).toEqual({ blue: 0, green: 0, [stable?.slot ?? '']: 10_000 });
  expect(await dropsOf(load, from, Date.now())).toEqual({});
});
