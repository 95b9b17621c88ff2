/** Somebody edits Traefik's file while no release runs: it is put right or told, as the policy says. */
import { beforeEach, expect, test } from 'vitest';
import { createClient, type ApiClient } from '../../api/client.ts';
import type { LaneView } from '../../api/wire/lane.ts';
import { watchFile, type FileWatch } from '../kill/written-files.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { until } from '../rigs/until.ts';

const definition: Change = [
  [['platform', 'process', 'instances'], 2],
  [['steps'], ['deploy', 'cutover', 'retire']],
];

let lane: Lane;
let file: FileWatch;
let client: ApiClient;
/** How many events of the router the lane had before the test. */
let before = 0;

madeAnew({ start, stop });

beforeEach(async () => {
  before = (await client.lane('sample.demo')).routerEvents.length;
});

async function start(): Promise<void> {
  lane = await startLane(definition);
  file = watchFile(lane.file, 'sample.demo');
  client = createClient(lane.rig.daemon.api, 'ann');
  await shows('be looked at', ({ router }) => router?.lookedAt !== null);
}

async function stop(): Promise<void> {
  file?.close();
  await lane?.stop();
}

test('by default it is put right within seconds, and the lane says so', async () => {
  const asked = file.latest();
  expect(asked?.split).toEqual({ blue: 10_000, green: 0 });
  const edited = await lane.edit((text) =>
    text.replace('weight: 10000', 'weight: 5000').replace('weight: 0', 'weight: 5000'),
  );
  expect(edited.match(/weight: 5000/g)).toHaveLength(2);
  // The edit itself may be over before anybody has seen it; what puts it right is an act of its own.
  await until('an act after it', () => file.latest()?.stamp?.act !== asked?.stamp?.act);
  expect(file.latest()).toMatchObject({ split: asked?.split, stamp: { release: 1, act: 1_000_001 } });
  const { router, routerEvents } = await shows('say so', (view) => view.routerEvents.length === before + 1);
  expect(routerEvents[0]).toMatchObject({
    page: false,
    message: expect.stringMatching(/blue 50 %.*put right$/),
  });
  expect(router?.state).toBe('as-written');
});

test('an edit while the daemon was killed is put right by the next one', async () => {
  await lane.rig.daemon.kill();
  const edited = await lane.edit((text) => text.replace('PathPrefix', 'HostRegexp'));
  expect(edited).toContain('HostRegexp');
  await lane.rig.daemon.start();
  await until('the file to be right again', async () => !(await lane.read()).includes('HostRegexp'), 90_000);
  const { routerEvents } = await shows('say so', (view) => view.routerEvents.length === before + 1);
  expect(routerEvents[0]?.message).toMatch(
    /something else in the router was changed by hand; it was put right/,
  );
});

test('by the policy hold it stays until it is adopted, and the instances are followed', async () => {
  await lane.define([...definition, [['onDrift'], 'hold']]);
  await client.adopt('sample.demo', { slot: 'blue', version: 'v1', reason: '' });
  const [, gone] = /- url: (http:\/\/\S+)/.exec(await lane.read()) ?? [];
  const edited = await lane.edit((text) => text.replace(`- url: ${gone}\n`, ''));
  const held = await shows('tell it', ({ router }) => router?.state === 'drift');
  expect(held.router?.message).toMatch(/changed by hand; it stays so by the policy hold/);
  expect(held.routerEvents[0]).toMatchObject({ page: true });
  expect(await lane.read()).toBe(edited);
  await until('the metric', async () => {
    const shown = await (await fetch(`${lane.rig.daemon.api}/metrics`)).text();
    return shown.includes('sluice_lane_drift{lane="sample.demo"} 1');
  });

  // What was adopted lacks an instance that serves: that is nobody's change any more.
  await client.adopt('sample.demo', { slot: 'blue', version: 'v1', reason: 'as it is' });
  const after = await shows('follow', ({ routerEvents }) => routerEvents.length === before + 2);
  expect(after.routerEvents[0]?.message).toMatch(/^instances have changed since .* it was put right$/);
  expect(await lane.read()).toContain(gone);
});

test('an adopt means the lane that was seen, and is done once under its key', async () => {
  const url = `${lane.rig.daemon.api}/v1/lanes/sample.demo`;
  const post = async (to: string, body: object, headers: Record<string, string>) => {
    const answer = await fetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sluice-actor': 'ann', ...headers },
      body: JSON.stringify(body),
    });
    const { code, state }: { code?: string; state?: string } = JSON.parse(await answer.text());
    return [answer.status, code ?? state];
  };
  const adoption = { slot: 'blue', version: 'v1', reason: 'once' };
  const adopt = async (headers: Record<string, string>, more = {}) =>
    post(`${url}/adopt`, { ...adoption, ...more }, headers);

  // The lane as it was before anything was released into it.
  const stale = { 'if-match': '"1.0.0.0.-.-~0123456789abcdef"' };
  expect(await adopt(stale)).toEqual([412, 'precondition_failed']);
  const submit = { service: 'sample', environment: 'demo', version: 'v2' };
  const releases = `${lane.rig.daemon.api}/v1/releases`;
  expect(await post(releases, submit, stale)).toEqual([412, 'precondition_failed']);
  expect(await post(`${url}/rollback`, { reason: 'it is slow' }, stale)).toEqual([
    412,
    'precondition_failed',
  ]);
  expect((await client.lane('sample.demo')).running).toBeNull();

  const tag = (await fetch(url)).headers.get('etag') ?? '';
  const headers = { 'if-match': tag, 'idempotency-key': 'adopt-once' };
  expect(await adopt(headers)).toEqual([200, 'adopted']);
  expect(await adopt(headers)).toEqual([200, 'adopted']);
  expect(await adopt(headers, { reason: 'twice' })).toEqual([422, 'idempotency_key_reused']);
  const acts = await until('the audit', async () => {
    const page = await client.audit({ lane: 'sample.demo', act: 'adopt' });
    return page.acts.some(({ reason }) => reason === 'once') && page.acts;
  });
  expect(acts.filter(({ reason }) => reason === 'once' || reason === 'twice')).toHaveLength(1);
});

/** Waits until the lane is shown so. */
async function shows(what: string, is: (view: LaneView) => boolean, patience = 90_000): Promise<LaneView> {
  return until(
    `the lane to ${what}`,
    async () => {
      const view = await client.lane('sample.demo');
      if (is(view)) return view;
      throw new Error(JSON.stringify(view));
    },
    patience,
  );
}
