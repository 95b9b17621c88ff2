/** A signed event of GitHub starts a release on a real daemon, and a button of its check run takes it back. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createClient, type ApiClient } from '../../api/client.ts';
import { startFakeGithub, type FakeGithub } from '../rigs/github/fake-github.ts';
import { actionRequested, deploymentCreated, protectionRequested, SHA } from '../rigs/github/payloads.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { PUBLIC_URL } from '../rigs/notification.ts';
import { until } from '../rigs/until.ts';

const NAME = 'Sluice / sample@demo';
const PATIENCE = 90_000;
const takenSchema = z.object({ taken: z.array(z.object({ id: z.string().nullish() })) });
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
/** The release of the first test, which the others ask about. */
let release = '';
/** Ids of what a test makes in GitHub: a further try of it makes others. */
let last = 1000;

beforeAll(async () => {
  github = await startFakeGithub();
  for (const [name, value] of Object.entries(github.environment)) vi.stubEnv(name, value);
  const { app, apiUrl, webhookSecret } = github.settings;
  const deployment = {
    repository: 'acme/checkout',
    environment: 'production',
    release: 'sample@demo',
    version: '/deployment/payload/version',
  };
  const users = { octocat: { name: 'olga', grants: [{ role: 'operator', lanes: ['sample@*'] }] } };
  const waits = { repository: 'acme/checkout', environment: 'production', lane: 'sample@demo' };
  const protection = [{ ...waits, require: { completed: 'sample@demo', approvals: 1 } }];
  const settings = { apiUrl, app, webhookSecret, users, start: [{ deployment }], protection };
  lane = await startLane(asking, { github: settings, publicUrl: PUBLIC_URL });
  // GitHub hears of nothing before.
  await lane.define([...asking, [['notify'], ['log', { github: { repository: 'acme/checkout' } }]]]);
  client = createClient(lane.rig.daemon.api, 'test');
});

afterAll(async () => {
  await lane?.stop();
  await github?.stop();
  vi.unstubAllEnvs();
});

beforeEach(async () => {
  last += 1;
  // What a try before this one has left.
  await until('an idle lane', async () => {
    const { running } = await client.lane('sample.demo');
    if (running !== null) await client.abort(running.id, 'the test begins anew');
    return running === null;
  });
});

test('a deployment that came while the daemon was down starts a release, GitHub sees it wait, and only who is named can abort it', async () => {
  const event = deploymentCreated(new Date(), { id: last, payload: { version: 'v2' } });
  await lane.rig.daemon.kill();
  github.webhooks.deliverTo(lane.rig.daemon.api);
  github.webhooks.miss('deployment', event);
  const [{ guid } = { guid: '' }] = github.webhooks.attempts;
  await lane.rig.daemon.start();
  await until(
    'GitHub to deliver it again',
    () => github.webhooks.attempts.some((each) => each.guid === guid && each.status_code === 200),
    PATIENCE,
  );
  // A delivery after it starts nothing.
  const again = takenSchema.parse(await send('deployment', event));
  release = again.taken[0]?.id ?? '';
  expect((await client.lane('sample.demo')).running).toMatchObject({ id: release, version: 'v2' });

  const waits = await until('the check run to ask', () =>
    ownRuns().find(({ conclusion }) => conclusion === 'action_required'),
  );
  expect(waits).toMatchObject({ name: NAME, head_sha: SHA, external_id: release });
  const identifiers = waits.actions?.map(({ identifier }) => identifier) ?? [];
  const [approve = '', abort = ''] = identifiers;
  expect(identifiers).toEqual([expect.stringMatching(/^approve:2:2\.\d+$/), `abort:${approve.slice(8)}`]);

  await click(waits.id, abort, STRANGER);
  expect(told(waits.id)).toContain('mallory is nobody to Sluice');
  await click(waits.id, approve);
  expect(told(waits.id)).toContain('olga started this release');
  const { phase, actor } = await client.release(release);
  expect([phase, actor]).toEqual(['running', 'olga']);

  expect(await click(waits.id, abort)).toMatchObject({ taken: [{ what: 'abort by octocat', id: release }] });
  await until('the release to be back', async () => (await client.release(release)).phase === 'finished');
  const { outcome, cause, version } = await client.release(release);
  expect([outcome, cause, version]).toEqual(['reverted', 'abort', 'v2']);
  // In another check run: none that has ended goes on.
  await until('GitHub to hear of it', () => ownRuns().at(-1)?.conclusion === 'cancelled');
  const page = `${PUBLIC_URL}/ui/releases/${release}`;
  expect(github.statuses.at(-1)).toMatchObject({ state: 'failure', log_url: page });
  expect(ownRuns().at(-1)?.details_url).toBe(page);
  const deployments = github.deployments.filter(({ payload }) => JSON.stringify(payload).includes(release));
  expect([deployments.length, ownRuns().length, github.refused]).toEqual([1, 2, []]);

  await click(waits.id, approve);
  expect(told(waits.id)).toContain('has ended');
});

test('other tools are told the verdict, and only a decided one lets them go on', async () => {
  expect(await ask('GET', `/v1/call-ins/argo/releases/${release}`)).toMatchObject([
    200,
    { ok: false, phase: 'Failed', value: 0, release: release },
  ]);
  expect(await ask('GET', '/v1/call-ins/argo/lanes/sample.demo?version=v1')).toMatchObject([
    200,
    { ok: true, phase: 'Successful', value: 1, release: 'sample.demo.1' },
  ]);
  expect(await ask('GET', '/v1/call-ins/argo/lanes/sample.demo?version=v9')).toMatchObject([404, {}]);
  const canary = { name: `sample-${last}`, namespace: 'demo', phase: 'Progressing', checksum: '1' };
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
  expect(await ask('GET', `/v1/call-ins/argo/gates/demo/sample-${last}`)).toMatchObject([200, { ok: true }]);
  expect([await gate('close'), await gate('check')]).toEqual([200, 403]);
  expect([await gate('approve'), await gate('halt')]).toEqual([200, 403]);
});

test('a deployment of Actions waits for a release and a person, and is answered once', async () => {
  const callback = `${github.url}/repos/acme/checkout/actions/runs/${last}/deployment_protection_rule`;
  const id = String(last);
  const event = protectionRequested(new Date(), callback, last);
  const reviews = () => github.reviews.filter(({ run }) => run === id);
  const report = async () => (await ask('GET', `/v1/releases/${release}/report`))[0];
  await until('the report of the release', async () => (await report()) === 200);
  expect(await send('deployment_protection_rule', event)).toMatchObject({ taken: [{ id }] });
  await until('GitHub to hear what it waits for', () => reviews().length === 1);
  expect(reviews()[0]?.comment).toMatch(/^Sluice waits: .*sample\.demo\.\d+, was reverted; 1 more/);
  expect(reviews()[0]?.comment).toContain(release);
  const [, refused] = await ask('POST', `/v1/protections/${id}/reject`, {});
  expect(refused).toMatchObject({ code: 'reason_required' });
  expect(await client.answerDeployment(id, 'reject', 'not today')).toMatchObject({ id });
  await until('GitHub to be answered', () => reviews().length === 2);
  const comment = 'Sluice: rejected by test: not today';
  expect(reviews()[1]).toEqual({
    run: id,
    environment_name: 'production',
    state: 'rejected',
    comment,
  });
  // Another delivery of it changes nothing.
  await send('deployment_protection_rule', event);
  const shown = async () => (await client.deployments()).deployments.map(({ id, state }) => `${id} ${state}`);
  await until('the list to show it', async () => (await shown()).includes(`${id} rejected`));
  expect(reviews()).toHaveLength(2);
});

async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<[number, unknown]> {
  const answer = await fetch(lane.rig.daemon.api + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return [answer.status, await answer.json()];
}

/** The check runs of the release, in the order in which they were made. */
function ownRuns(): FakeGithub['checkRuns'] {
  return github.checkRuns.filter(({ external_id: id }) => id === release);
}

async function click(run: number, identifier: string, by?: typeof STRANGER): Promise<unknown> {
  const body = actionRequested(identifier, release, NAME, by);
  return send('check_run', { ...body, check_run: { ...body.check_run, id: run } });
}

/** The first line of a check run. */
function told(run: number): string {
  return (
    github.checkRuns
      .find(({ id }) => id === run)
      ?.output?.summary.split('\n')[0]
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
