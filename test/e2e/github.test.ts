/** A signed event of GitHub starts a release on a real daemon, and a button of its check run takes it back. */
import { createHmac } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { createClient, type ApiClient } from '../../api/client.ts';
import { startFakeGithub, type FakeGithub } from '../rigs/github/fake-github.ts';
import { actionRequested, deploymentCreated, SHA } from '../rigs/github/payloads.ts';
import { startLane, type Lane } from '../rigs/lane.ts';
import { until } from '../rigs/until.ts';

const RELEASE = 'sample.demo.2';
const NAME = 'Sluice / sample@demo';
const STRANGER = { login: 'mallory', id: 99 };

let github: FakeGithub;
let lane: Lane;
let client: ApiClient;

beforeAll(async () => {
  github = await startFakeGithub();
  for (const [name, value] of Object.entries(github.environment)) vi.stubEnv(name, value);
  lane = await startLane([
    [['notify'], ['log', { github: { repository: 'acme/checkout' } }]],
    [['metrics'], undefined],
    [['analysis'], undefined],
    [['drain'], { wait: '100ms' }],
    [
      ['steps'],
      ['deploy', { smoke: { get: '/health' } }, { approve: { deadline: '1h' } }, 'cutover', 'retire'],
    ],
  ]);
  const { app, apiUrl, link, webhookSecret } = github.settings;
  const deployment = {
    repository: 'acme/checkout',
    environment: 'production',
    release: 'sample@demo',
    version: '/deployment/payload/version',
  };
  const users = { octocat: { name: 'olga', grants: [{ role: 'operator', lanes: ['sample@*'] }] } };
  const settings = { apiUrl, link, app, webhookSecret, users, start: [{ deployment }] };
  await appendFile(lane.rig.settings, stringify({ github: settings }));
  await lane.rig.daemon.kill();
  await lane.rig.daemon.start();
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
