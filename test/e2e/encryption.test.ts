/** A lane whose daemon begins to encrypt what Temporal keeps, and daemons that lack the key. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../api/client.ts';
import { connectTemporal } from '../../worker/connect.ts';
import { dataConverterOf } from '../../worker/encryption/data-converter.ts';
import type { EncryptionKey } from '../../worker/encryption/keys.ts';
import { refuseUnreadable } from '../../worker/encryption/refuse-unreadable.ts';
import { startLane, type Lane } from '../rigs/lane.ts';
import { endProcess } from '../rigs/end-process.ts';
import { followRelease, type FollowedRelease } from '../rigs/followed-release.ts';
import { embeddedAddress, rawHistory } from '../rigs/raw-history.ts';
import { repeated } from '../rigs/repeated.ts';
import { startServe } from '../rigs/served.ts';
import { until } from '../rigs/until.ts';

const ACTOR = 'grace.hopper';
const REASON = 'the till in Ulm loses orders';
const REFUSED = 'v3 found no table of orders';
const PRIVATE = [ACTOR, REASON, REFUSED, 'SAMPLE_RECORDS'];

const newKey = (): string => randomBytes(32).toString('base64');
const key = newKey();
let lane: Lane;
let settings: string;

beforeAll(async () => {
  lane = await startLane([
    [['metrics'], undefined],
    [['drain'], { wait: '200ms' }],
    [
      ['steps'],
      [
        'deploy',
        { smoke: { get: '/health' } },
        { shift: '50%' },
        {
          run: {
            command:
              'test "$SLUICE_VERSION" != v3 || { echo "$SLUICE_VERSION found no table of orders"; exit 3; }',
            onFail: 'revert',
          },
        },
        { approve: { count: 1, deadline: '10m' } },
        'cutover',
        'retire',
      ],
    ],
  ]);
  settings = await readFile(lane.rig.settings, 'utf8');
});

afterAll(async () => lane?.stop());

/** Gives the daemon's settings the key. */
async function encrypt(): Promise<void> {
  await writeFile(join(lane.rig.folder, 'payloads.key'), key);
  const encryption = { keys: [{ id: '2026-11', key: '${file:payloads.key}' }] };
  await appendFile(lane.rig.settings, `temporal: ${JSON.stringify({ encryption })}\n`);
}

/** Starts a release of the lane with a reason, and waits until it has begun. */
async function begin(version: string): Promise<FollowedRelease> {
  const client = createClient(lane.rig.daemon.api, ACTOR);
  const asked = { service: 'sample', environment: 'demo', version, reason: REASON };
  const { id } = await repeated(() => client.submit(asked));
  if (id === null) throw new Error(`${version} is live already.`);
  await until(`${id} to begin`, () => client.release(id));
  return followRelease(lane.rig.daemon.api, id);
}

test('from the first key on, nothing of a release can be read in Temporal, and what was plain still reads', async () => {
  const { daemon, dataFolder } = lane.rig;
  await daemon.kill();
  await encrypt();
  await daemon.start();
  await lane.load(30);
  const client = createClient(daemon.api, ACTOR);
  // The lane's own history began in plain text.
  expect((await client.lane('sample.demo')).live?.version).toBe('v1');
  const release = await begin('v2');
  // Live figures come out of heartbeats, and lists out of memos: without a worker both.
  const waiting = await release.reaches('wait for somebody', ({ steps, step, live }) => {
    return steps[step]?.kind === 'approve' && live !== undefined;
  });
  expect(await client.releases({ phase: 'running' })).toMatchObject({
    releases: [{ id: release.id, actor: ACTOR }],
  });
  expect((await client.evidence(release.id)).status.version).toBe('v2');
  const other = createClient(daemon.api, 'ada');
  await other.act(release.id, 'approve', { step: waiting.step, token: waiting.token, reason: '' });
  expect((await release.ends()).outcome).toBe('completed');
  await release.stop();
  const failed = await begin('v3');
  expect(await failed.ends()).toMatchObject({ outcome: 'reverted' });
  expect((await failed.ends()).sentence).toContain(REFUSED);
  await failed.stop();

  expect(await rawHistory(dataFolder, 'release/sample.demo.1')).toContain('SAMPLE_RECORDS');
  for (const encrypted of [release.id, failed.id]) {
    const text = await rawHistory(dataFolder, `release/${encrypted}`);
    expect(text).toContain('binary/encrypted');
    expect(PRIVATE.filter((each) => text.includes(each))).toEqual([]);
  }
  const names = (await readdir(dataFolder)).filter((name) => name.startsWith('temporal.db'));
  const files = await Promise.all(names.map(async (name) => readFile(join(dataFolder, name))));
  const kept = Buffer.concat(files);
  expect([ACTOR, REASON, REFUSED].filter((each) => kept.includes(each))).toEqual([]);
});

test('a daemon without the key says so and takes no task', async () => {
  const { folder } = lane.rig;
  const keyless = join(folder, 'keyless.yaml');
  await writeFile(keyless, settings);
  const served = startServe(folder, ['--role', 'worker', '--config', keyless], {
    TEMPORAL_ADDRESS: await embeddedAddress(lane.rig.dataFolder),
  });
  try {
    expect(await served.ended()).toBe(2);
  } finally {
    await endProcess(served.child);
  }
  expect(served.said()).toContain('encrypted with the key "2026-11": give this daemon the key');
});

test('another key of the same name is found at the start, and one that is added writes while the old one reads', async () => {
  const log = pino({ level: 'silent' });
  const start = async (...keys: EncryptionKey[]): Promise<void> => {
    const address = await embeddedAddress(lane.rig.dataFolder);
    const there = { address, namespace: 'default', credentials: {} };
    const { signal } = new AbortController();
    const connected = await connectTemporal(there, dataConverterOf(keys, log), log, signal);
    try {
      await refuseUnreadable(connected, there);
    } finally {
      await connected.close();
    }
  };
  const named = (id: string, text: string) => ({ id, key: createSecretKey(Buffer.from(text, 'base64')) });
  await expect(start(named('2026-11', newKey()))).rejects.toThrow(
    'that key of the settings does not open it',
  );
  await start(named('2026-12', newKey()), named('2026-11', key));
});
