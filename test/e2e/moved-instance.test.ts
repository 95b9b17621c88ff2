/** A release bakes on a real daemon and Traefik while a stable instance dies, and comes back at another address. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startOwnPlatform, type OwnPlatform } from '../chaos/lanes/own-platform.ts';
import { readAllSpawns } from '../kill/own-counts.ts';
import { startLane, type Lane } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';
import { until } from '../rigs/until.ts';

const program = fileURLToPath(new URL('../chaos/stand-ins/platform-command.mjs', import.meta.url));

let folder: TemporaryFolder;
let platform: OwnPlatform;
let lane: Lane;

madeAnew({ start, stop });

async function start(): Promise<void> {
  folder = await temporaryFolder('moved');
  platform = await startOwnPlatform(folder.path, process.env);
  const verb = (name: string): string[] => [process.execPath, program, name];
  const environment = { PLATFORM: platform.url };
  const command = { deploy: verb('deploy'), ready: verb('ready'), retire: verb('retire'), environment };
  lane = await startLane([
    [['platform'], { command }],
    [['drain'], { wait: '100ms' }],
    [['steps'], ['deploy', { shift: '20%' }, { bake: { until: 'elapsed', max: '1h' } }, 'cutover', 'retire']],
  ]);
}

async function stop(): Promise<void> {
  await lane?.stop();
  await platform?.stop();
  await folder?.remove();
}

test('its requests reach it within seconds, at the same weight, and the bake stands', async () => {
  // Without traffic a shift is looked at for a minute before the bake begins.
  await lane.load(40);
  const release = await lane.release('v2');
  await release.reaches('the bake', ({ step, steps }) => steps[step]?.kind === 'bake');
  const before = addressesOf(await lane.read(), 'blue');
  const spawned = await readAllSpawns(folder.path);
  process.kill(spawned.findLast(({ version }) => version === 'v1')?.pid ?? 0, 'SIGKILL');

  const after = await until('the router to have another address', async () => {
    const now = addressesOf(await lane.read(), 'blue');
    return now.length > 0 && now.join() !== before.join() ? now : undefined;
  });
  expect(after).toHaveLength(1);
  await until('the stable side to answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, async () => fetch(`${lane.rig.parts.entry}/health`)),
    );
    return answers.every(({ ok }) => ok);
  });
  // A busy machine may bring it back so late that a person is asked meanwhile; the step is the same.
  const { steps, step } = await release.reaches('the write', (_, events) =>
    // The shift itself has written and observed before.
    events.some(({ message }) => message.includes('serves there now')),
  );
  expect(steps[step]?.kind).toBe('bake');
  const told = release.events.filter(({ kind }) => kind === 'written' || kind === 'observed');
  expect(told.map(({ message }) => message).join('\n')).toContain(
    `requests for blue are sent to ${before.join()}, but ${after.join()} serves there now`,
  );
});

/** The servers of a slot in Traefik's dynamic file. */
function addressesOf(text: string, slot: string): string[] {
  const service = text.slice(text.indexOf(`sample-demo-${slot}:`));
  return [...service.slice(0, 400).matchAll(/url: "?(http:\/\/[\d.:]+)/g)]
    .slice(0, 1)
    .map(([, url = '']) => url);
}
