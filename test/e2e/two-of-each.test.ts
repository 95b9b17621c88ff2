/** Two workers and two APIs on Temporal with PostgreSQL; one of each is killed in the middle of a release. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../api/client.ts';
import { startLoad, type Load } from '../../examples/demo/load/start-load.ts';
import { traefikPlaces } from '../../examples/demo/rig/fronts.ts';
import { writeDefinitions } from '../../examples/demo/rig/definitions.ts';
import { endLeftovers, markOf } from '../../examples/demo/rig/leftovers.ts';
import { findPrograms } from '../../scripts/temporal-postgres/bring-in.ts';
import { createEnds } from '../chaos/ends.ts';
import { startOnPostgres } from '../chaos/setups/on-postgres.ts';
import type { Setup } from '../chaos/setups/setup.ts';
import { watchFile, type FileWatch } from '../kill/written-files.ts';
import { followRelease, startRelease, type FollowedRelease } from '../rigs/followed-release.ts';
import type { Change } from '../rigs/lane.ts';
import { dropsOf, faultsOf } from '../rigs/outside.ts';
import { temporaryFolder } from '../rigs/temporary-folder.ts';
import { startTraefik, type TraefikRig } from '../rigs/traefik.ts';
import { until } from '../rigs/until.ts';

// Until safe: what is late on a busy machine then costs time and decides nothing. The bake lasts long enough for the test
// to see it before the release passes there.
const definition: Change = [
  [['platform', 'process', 'instances'], 1],
  [['metrics', 'latency'], undefined],
  [
    ['steps'],
    ['deploy', { shift: '20%' }, { bake: { until: 'safe', min: '16s', max: '10m' } }, 'cutover', 'retire'],
  ],
];
const bake = 2;
/** Longest wait for a release to end, in milliseconds. */
const patience = 180_000;

const ends = createEnds();
let setup: Setup;
let traefik: TraefikRig;
let records: string;
let load: Load;
let files: FileWatch;

const missing = (await findPrograms()) === undefined;
const note = missing ? ', skipped: run `npm run temporal:postgres` once, which brings it in' : '';

// Not a second time: what was done twice, dropped or let through once would pass then.
describe.skipIf(missing)(`on Temporal with PostgreSQL${note}`, { retry: 0 }, () => {
  beforeAll(async () => {
    const folder = await temporaryFolder('two-of-each');
    ends.add(() => folder.remove());
    records = join(folder.path, 'records');
    const temporary = join(folder.path, 'tmp');
    for (const path of [temporary, records]) await mkdir(path);
    const environment = { ...process.env, ...markOf(temporary) };
    traefik = await startTraefik();
    ends.add(() => traefik.stop());
    ends.add(() => endLeftovers(temporary));
    const places = traefikPlaces(traefik);
    // Each daemon has settings of its own, and the same service files.
    await writeDefinitions(folder.path, { listen: '127.0.0.1:0', places, records, change: definition });
    setup = await startOnPostgres({ folder: folder.path, environment });
    ends.add(() => setup.stop());
    await (await follow(startRelease(apiOf(0), 'v1'))).ends();
    files = watchFile(join(traefik.watched, 'sample.yaml'), 'sample.demo');
    ends.add(() => Promise.resolve(files.close()));
    load = await startLoad({ url: `${traefik.entry}/`, rate: 120, slowerThan: 1000, environment });
    ends.add(() => load.stop());
  });
  afterAll(() => ends.run());

  test('a release goes through, once, with one worker and one API killed on the way', async () => {
    const from = Date.now();
    const id = await submitToBoth('v2');
    await until(`${id} to begin`, async () => createClient(apiOf(0), 'ann').release(id));
    const [first, second] = await Promise.all([0, 1].map((index) => follow(followRelease(apiOf(index), id))));
    if (first === undefined || second === undefined) throw new Error('There are two APIs.');
    const baking = await first.reaches('bake', ({ steps }) => steps[bake]?.state === 'running');
    await second.reaches('bake', ({ steps }) => steps[bake]?.state === 'running');

    await Promise.all([kill('worker', 0), kill('api', 0)]);
    const { candidate, outcome, steps } = await second.ends(patience);
    expect(outcome).toBe('completed');
    expect(steps[bake]?.startedAt).toBe(baking.steps[bake]?.startedAt);

    // The killed ones come back: the live view goes on where it broke off, and both answer the same.
    await revive();
    await first.ends(patience);
    expect(first.events).toEqual(second.events);
    const [one, other] = await Promise.all([answersOf(apiOf(0)), answersOf(apiOf(1))]);
    expect(one).toEqual(other);
    expect(one.releases.map((release) => release.id)).toEqual([id, 'sample.demo.1']);

    const to = Date.now();
    expect(await faultsOf({ records }, files, candidate, { from, to })).toEqual([]);
    expect(await dropsOf(load, from, to)).toEqual({});
  });

  test('Temporal and then PostgreSQL are killed in a bake: the other worker goes through with it too', async () => {
    const from = Date.now();
    const release = await follow(startRelease(apiOf(1), 'v3'));
    await release.reaches('bake', ({ steps }) => steps[bake]?.state === 'running');
    await kill('worker', 1);
    for (const kind of ['temporal', 'postgres'] as const) {
      await kill(kind, 0);
      await revive();
    }
    const { candidate, outcome } = await release.ends(patience);
    expect(outcome).toBe('completed');
    const to = Date.now();
    expect(await faultsOf({ records }, files, candidate, { from, to })).toEqual([]);
    expect(await dropsOf(load, from, to)).toEqual({});
  });
});

function apiOf(index: number): string {
  return setup.apis[index] ?? '';
}

async function follow(release: FollowedRelease | Promise<FollowedRelease>): Promise<FollowedRelease> {
  const followed = await release;
  ends.add(() => followed.stop());
  return followed;
}

/** Sends one submit to both APIs at once, as a client does that did not wait for the first answer. */
async function submitToBoth(version: string): Promise<string> {
  const key = randomUUID();
  const ids = await Promise.all(
    setup.apis.map(async (api) => {
      const answer = await fetch(`${api}/v1/releases`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key, 'sluice-actor': 'ann' },
        body: JSON.stringify({ service: 'sample', environment: 'demo', version }),
      });
      return [answer.status, await answer.json()];
    }),
  );
  expect(ids[0]).toEqual(ids[1]);
  expect(ids[0]).toEqual([202, { id: 'sample.demo.2', state: 'running' }]);
  return 'sample.demo.2';
}

async function answersOf(api: string) {
  const client = createClient(api, 'ann');
  const { releases } = await client.releases({ service: 'sample' });
  return { releases, lane: await client.lane('sample.demo'), release: await client.release('sample.demo.2') };
}

async function kill(kind: string, index: number): Promise<void> {
  const part = setup.parts.filter((each) => each.kind === kind)[index];
  const pid = await part?.pid();
  if (pid === undefined) throw new Error(`No ${kind} runs.`);
  process.kill(pid, 'SIGKILL');
  await until(`${kind} to be gone`, async () => (await part?.pid()) !== pid);
}

async function revive(): Promise<void> {
  await Promise.all(setup.parts.map(async (part) => part.revive?.()));
}
