/** A signed event of GitHub starts a release on a real daemon, and a button of its check run takes it back. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createClient, type ApiClient } from '../../api/client.ts';
import { startFakeGithub, type FakeGithub } from '../rigs/github/fake-github.ts';
import { actionRequested, deploymentCreated, protectionRequested, SHA } from '../rigs/github/payloads.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { until } from '../rigs/until.ts';

const RELEASE = 'sample.demo.2';
const NAME = 'Sluice / sample@demo';
const STRANGER = { login: 'mallory', id: 99 };

const asking: Change = [
  [['metrics'], undefined],
  [['analysis'], undefined],
  [['drain'], { wait: '100ms' }],
  [
    ['steps'],
    ['deploy', { smoke: { get: '/health' } }, { approve: { deadline: '1h' } }, 'cutover', 'retire'],
  ],
];

let github: FakeGithub;
let lane: Lane;
let client: ApiClient;

beforeAll(async () => {
  github = await startFakeGithub();
  for (const [name, value] of Object.entries(github.environment)) vi.stubEnv(name, value);
  const { app, apiUrl, link, webhookSecret } = github.settings;
  const deployment = {
    repository: 'acme/checkout',
    environment: 'production',
    release: 'sample@demo',
    version: '/deployment/payload/version',
  };
  const users = { octocat: { name: 'olga', grants: [{ role: 'operator', lanes: ['sample@*'] }] } };
  const waits = { repository: 'acme/checkout', environment: 'production', lane: 'sample@demo' };
  const protection = [{ ...waits, require: { completed: 'sample@demo', approvals: 1 } }];
  const settings = { apiUrl, link, app, webhookSecret, users, start: [{ deployment }], protection };
  lane = await startLane(asking, { github: settings });
  // GitHub hears of nothing before.
  await lane.define([...asking, [['notify'], ['log', { github: { repository: 'acme/checkout' } }]]]);
  client = createClient(lane.rig.daemon.api, 'test');
});

afterAll(async () => {
  await lane?.stop();
  await github?.stop();
  vi.unstubAllEnvs();
});

test('a deployment starts a release, GitHub sees it wait, and only who is named can abort it', async () => {
  const event = deploymentCreated(new Date(), { payload: { version: 'v2' } });
  expect(await send('deployment', event)).toMatchObject({ taken: [{ id: RELEASE }] });
  // A second delivery starts nothing.
  expect(await send('deployment', event)).toMatchObject({ taken: [{ id: RELEASE }] });

  const waits = await until('the check run to ask', () =>
    github.checkRuns.find(({ conclusion }) => conclusion === 'action_required'),
  );
  expect(waits).toMatchObject({ name: NAME, head_sha: SHA, external_id: RELEASE });
  const identifiers = waits.actions?.map(({ identifier }) => identifier) ?? [];
  const [approve = '', abort = ''] = identifiers;
  expect(identifiers).toEqual([expect.stringMatching(/^approve:2:2\.\d+$/), `abort:${approve.slice(8)}`]);

  await click(abort, STRANGER);
  expect(told()).toContain('mallory is nobody to Sluice');
  await click(approve);
  expect(told()).toContain('olga started this release');
  const { phase, actor } = await client.release(RELEASE);
  expect([phase, actor]).toEqual(['running', 'olga']);

  expect(await click(abort)).toMatchObject({ taken: [{ what: 'abort by octocat', id: RELEASE }] });
  await until('the release to be back', async () => (await client.release(RELEASE)).phase === 'finished');
  const { outcome, cause, version } = await client.release(RELEASE);
  expect([outcome, cause, version]).toEqual(['reverted', 'abort', 'v2']);
  await until('GitHub to hear of it', () => github.checkRuns[0]?.conclusion === 'cancelled');
  expect(github.statuses.at(-1)?.state).toBe('failure');
  expect([github.deployments.length, github.checkRuns.length, github.refused]).toEqual([1, 1, []]);

  await click(approve);
  expect(told()).toContain('has ended');
});

test('other tools are told the verdict, and only a decided one lets them go on', async () => {
  expect(await ask('GET', `/v1/call-ins/argo/releases/${RELEASE}`)).toMatchObject([
    200,
    { ok: false, phase: 'Failed', value: 0, release: RELEASE },
  ]);
  expect(await ask('GET', '/v1/call-ins/argo/lanes/sample.demo?version=v1')).toMatchObject([
    200,
    { ok: true, phase: 'Successful', value: 1, release: 'sample.demo.1' },
  ]);
  expect(await ask('GET', '/v1/call-ins/argo/lanes/sample.demo?version=v9')).toMatchObject([404, {}]);
  const canary = { name: 'sample', namespace: 'demo', phase: 'Progressing', checksum: '1' };
  const flagger = async (hook: string, metadata: object) =>
    (await ask('POST', `/v1/call-ins/flagger/${hook}`, { ...canary, metadata }))[0];
  expect(await flagger('confirm-promotion', { lane: 'sample@demo' })).toBe(403);
  expect(await flagger('rollback', { lane: 'sample@demo' })).toBe(200);
  expect(await flagger('confirm-promotion', { lane: 'sample@demo', version: 'v1' })).toBe(200);
  expect(await flagger('rollback', { lane: 'sample@demo', version: 'v1' })).toBe(403);
  expect(await flagger('rollout', {})).toBe(400);
  expect(await flagger('event', {})).toBe(200);

  const gate = async (act: string) => (await ask('POST', `/v1/call-ins/gate/${act}`, canary))[0];
  expect([await gate('check'), await gate('open'), await gate('check')]).toEqual([403, 200, 200]);
  expect(await ask('GET', '/v1/call-ins/argo/gates/demo/sample')).toMatchObject([200, { ok: true }]);
  expect([await gate('close'), await gate('check')]).toEqual([200, 403]);
  expect([await gate('approve'), await gate('halt')]).toEqual([200, 403]);
});

test('a deployment of Actions waits for a release and a person, and is answered once', async () => {
  const callback = `${github.url}/repos/acme/checkout/actions/runs/9001/deployment_protection_rule`;
  const event = protectionRequested(new Date(), callback);
  const report = async () => (await ask('GET', `/v1/releases/${RELEASE}/report`))[0];
  await until('the report of the release', async () => (await report()) === 200);
  expect(await send('deployment_protection_rule', event)).toMatchObject({ taken: [{ id: '42' }] });
  await until('GitHub to hear what it waits for', () => github.reviews.length === 1);
  expect(github.reviews[0]?.comment).toMatch(/^Sluice waits: .*sample\.demo\.2, was reverted; 1 more/);
  const [, refused] = await ask('POST', '/v1/protections/42/reject', {});
  expect(refused).toMatchObject({ code: 'reason_required' });
  expect(await client.answerDeployment('42', 'reject', 'not today')).toMatchObject({ id: '42' });
  await until('GitHub to be answered', () => github.reviews.length === 2);
  const comment = 'Sluice: rejected by test: not today';
  expect(github.reviews[1]).toEqual({
    run: '9001',
    environment_name: 'production',
    state: 'rejected',
    comment,
  });
  // Another delivery of it changes nothing.
  await send('deployment_protection_rule', event);
  const shown = async () => (await client.deployments()).deployments.map(({ id, state }) => `${id} ${state}`);
  await until('the list to show it', async () => (await shown()).join() === '42 rejected');
  expect(github.reviews).toHaveLength(2);
});

async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<[number, unknown]> {
  const answer = await fetch(lane.rig.daemon.api + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return [answer.status, await answer.json()];
}

async function click(identifier: string, by?: typeof STRANGER): Promise<unknown> {
  const body = actionRequested(identifier, RELEASE, NAME, by);
  return send('check_run', { ...body, check_run: { ...body.check_run, id: github.checkRuns[0]?.id } });
}

function told(): string {
  return (
    github.checkRuns[0]?.output?.summary
      .split('\n')[0]
      ?.replaceAll(/&#(\d+);/g, (_mark, code: string) => String.fromCodePoint(Number(code))) ?? ''
  );
}

async function send(event: string, said: object): Promise<unknown> {
  const body = JSON.stringify(said);
  const signature = createHmac('sha256', github.environment['HOOK_SECRET'] ?? '')
    .update(body)
    .digest('hex');
  const answer = await fetch(`${lane.rig.daemon.api}/v1/hooks/github`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-hub-signature-256': `sha256=${signature}`,
    },
    body,
  });
  return answer.json();
}
