/** A canary secret in every place that takes one, in a run whose parts repeat it, as a daemon with an open mask plays it. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createClient, type ApiClient } from '../../api/client.ts';
import { startEcho, type Echo } from '../rigs/echo.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { rawHistory } from '../rigs/raw-history.ts';
import { until } from '../rigs/until.ts';

const canary = `canary-${randomBytes(12).toString('hex')}`;
const SECRET = '${env:SLUICE_TEST_CANARY}';
/** What a webhook signs with has a form of its own. */
const signing = randomBytes(32).toString('base64');
const secrets = [canary, signing];
const releases = [1, 2, 3, 4].map((number) => `sample.demo.${number}`);

/** Where a secret stood. A second try is for a deadline that the machine missed: what one try found stays found. */
const found: string[] = [];

let echo: Echo;
let lane: Lane;
let client: ApiClient;
let mask: number;
let plain: Change;

/** Every notifier that takes a secret, where it is told that the release has started; all of them are refused. */
const notify = (url: string): object[] => {
  const on = ['started'];
  const chat = { url: '${env:SLUICE_TEST_CHAT}', on };
  const signs = ['${env:SLUICE_TEST_SIGNING}'];
  return [
    {
      webhook: {
        url: `${url}/told/${SECRET}`,
        secrets: signs,
        headers: { authorization: `Bearer ${SECRET}` },
        on,
      },
    },
    { cloudevents: { url: `${url}/told`, headers: { 'x-token': SECRET }, on } },
    { grafana: { url: `${url}/told`, token: SECRET, on } },
    { teams: chat },
    { discord: chat },
    { pagerduty: { url: `${url}/told`, key: SECRET, on } },
    { opsgenie: { url: `${url}/told`, key: SECRET, on } },
    { alertmanager: { url: `${url}/told`, bearer: SECRET, on } },
    { github: { repository: 'acme/checkout' } },
    { slack: { channel: '#releases', on } },
  ];
};

madeAnew({ start, stop });

async function start(): Promise<void> {
  mask = process.umask(0);
  vi.stubEnv('SLUICE_TEST_CANARY', canary);
  vi.stubEnv('SLUICE_TEST_SIGNING', `whsec_${signing}`);
  // The metric backend never answers otherwise; the server of the webhook refuses one version.
  echo = await startEcho(({ url = '' }, body) => {
    // Slack says by words alone that it refuses.
    if (url.startsWith('/slack/')) return 200;
    return url !== '/hook' ? 500 : body.includes('"v4"') ? 422 : 200;
  });
  vi.stubEnv('SLUICE_TEST_CHAT', `${echo.url}/told/${canary}`);
  const environment = { TOKEN: SECRET };
  const says = 'echo "the token is $TOKEN, and the daemon has ${SLUICE_TEST_CANARY:-nothing}"';
  const report = `printf '{"outcome":"pass","summary":"seen with %s","revision":"%s"}' "$TOKEN" "$SLUICE_REVISION"`;
  const headers = { authorization: `Bearer ${SECRET}`, 'x-token': SECRET };
  const metric = {
    url: echo.url,
    counter: 'requests_total',
    labels: { slot: '{{slot}}' },
    bad: { code: '5..' },
  };
  plain = [
    [['platform', 'process', 'environment', 'TOKEN'], SECRET],
    [['metrics'], { errors: { prometheus: { ...metric, interval: '1s', bearer: SECRET } } }],
    [['analysis'], { interval: '2s', warmup: '0s' }],
    [['drain'], { wait: '200ms' }],
    [
      ['steps'],
      [
        { gate: { command: `${says} >&2; ${report}`, environment } },
        {
          run: {
            command: `${says}; cat /proc/[0-9]*/cmdline 2> /dev/null > arguments; test "$SLUICE_VERSION" != v3`,
            environment,
            onFail: 'revert',
          },
        },
        { run: { webhook: `${echo.url}/hook`, headers, onFail: 'revert' } },
        'deploy',
        { smoke: { get: '/health' } },
        { smoke: { command: `${says}; true` } },
        { shift: '50%' },
        { bake: { for: '10m', onInconclusive: 'revert' } },
        'cutover',
        'retire',
      ],
    ],
  ];
  lane = await startLane(plain, {
    slack: { botToken: SECRET, signingSecret: SECRET, api: `${echo.url}/slack/` },
    github: { apiUrl: echo.url, token: SECRET, webhookSecret: SECRET },
  });
  client = createClient(lane.rig.daemon.api, 'ann');
}

async function stop(): Promise<void> {
  await lane?.stop();
  await echo?.stop();
  vi.unstubAllEnvs();
  process.umask(mask);
}

/** Every file below a folder. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

test('the secret is shown to those it is for, and stands nowhere else', async () => {
  const { daemon, dataFolder, folder } = lane.rig;
  const load = await lane.load(30);
  await lane.define([...plain, [['notify'], ['log', ...notify(echo.url)]]]);
  // The sources are silent from the first weight on, so an abort ends this one.
  const blind = await lane.release('v2');
  await blind.reaches('say that its source refuses', ({ live, evidence }) =>
    JSON.stringify([live, evidence, blind.events]).includes('you are'),
  );
  const said = JSON.stringify(await client.release(blind.id));
  expect(said).toContain('you are Bearer ***');
  await untilAllFail(blind.id);
  const tried = JSON.stringify(await client.testNotifiers('sample.demo'));
  await lane.define(plain);
  const token = await makeToken();
  await client.abort(blind.id, 'enough is seen');
  expect((await blind.ends()).outcome).toBe('reverted');
  const commanded = await (await lane.release('v3')).ends();
  expect(commanded.sentence).toContain('the token is ***, and the daemon has nothing');
  const hooked = await (await lane.release('v4')).ends();
  expect(hooked.sentence).toContain('you are Bearer ***');
  await load.stop();
  expect(echo.shown()).toContain(`Bearer ${canary}`);

  const secret = (text: string | Buffer): boolean => [...secrets, token].some((each) => text.includes(each));
  if (secret(tried)) found.push('the test of the notifiers');
  const parts = ['', '/plan', '/report', '/evidence', '/events'];
  const routes = parts.flatMap((part) => releases.map((id) => `/v1/releases/${id}${part}`));
  routes.push(
    '/v1/releases',
    '/v1/lanes',
    '/v1/lanes/sample.demo',
    '/v1/services',
    '/metrics',
    '/openapi.json',
    '/v1/deliveries',
    '/v1/tokens',
    '/v1/audit',
  );
  for (const route of routes) {
    const answer = await fetch(`${daemon.api}${route}`);
    expect([route, answer.status]).toEqual([route, 200]);
    if (secret(await answer.text())) found.push(route);
  }
  const { deliveries } = await client.deliveries();
  const workflows = [...releases.map((id) => `release/${id}`), ...deliveries.map(({ id }) => id)];
  for (const workflow of ['lane/sample.demo', 'registry', ...workflows]) {
    const history = await rawHistory(dataFolder, workflow);
    expect(history).toContain('sample');
    if (secret(history)) found.push(workflow);
  }
  // Among them what all processes were started with, as the command saw them.
  const files = await filesOf(folder);
  expect(files).toContain(join(folder, 'services', 'arguments'));
  for (const file of files) {
    if (secret(await readFile(file))) found.push(file);
  }
  // The log has what Temporal's own part said, too.
  expect(await readFile(join(folder, 'daemon.log'), 'utf8')).toContain('***');
  expect(found).toEqual([]);
});

/** Waits until every notifier was refused by an answer that repeats what it was shown. */
async function untilAllFail(release: string): Promise<void> {
  const failing = await until('every notifier to be refused', async () => {
    const { deliveries } = await client.deliveries();
    const own = deliveries.filter((each) => each.release === release && each.state === 'failing');
    return own.length === notify('').length && own;
  });
  const silent = failing
    .filter(({ message = '' }) => !message.includes('***'))
    .map(({ notifier }) => notifier);
  expect(silent).toEqual([]);
}

/** Makes an API token, and shows it to a daemon as a caller, and in what is refused. */
async function makeToken(): Promise<string> {
  const { api } = lane.rig.daemon;
  const ask = async (path: string, headers: Record<string, string>, body: object): Promise<Response> =>
    fetch(api + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const grants = [{ role: 'operator', lanes: ['sample@*'] }];
  const made = async (): Promise<string | null> => {
    const answer = await ask('/v1/tokens', { 'idempotency-key': 'k' }, { name: 'ci', grants });
    expect(answer.status).toBe(201);
    return z.object({ secret: z.string().nullable() }).parse(await answer.json()).secret;
  };
  const token = (await made()) ?? '';
  expect(token).toMatch(/^sluice_/);
  expect(await made()).toBeNull();
  const shown = { authorization: `Bearer ${token}` };
  await ask('/v1/releases/sample.demo.2/pause', shown, { step: 0, token: '0.0' });
  await ask('/v1/releases', { authorization: `Bearer ${token}x` }, {});
  // What is signed by nobody, as somebody sends it who knows the secret itself.
  const signature = { 'x-hub-signature-256': `sha256=${canary}`, 'x-slack-signature': `v0=${canary}` };
  for (const path of ['/v1/hooks/github', '/v1/slack/commands', '/v1/slack/interactions']) {
    const answer = await ask(path, { ...signature, 'x-slack-request-timestamp': '1' }, {});
    expect(answer.ok).toBe(false);
    expect(await answer.text()).not.toContain(canary);
  }
  return token;
}

test('what the daemon keeps is its own, also under a mask that leaves everything open', async () => {
  const { dataFolder } = lane.rig;
  const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
  expect(await modeOf(dataFolder)).toBe(0o700);
  const kept = [
    'temporal.db',
    'temporal.json',
    'temporal.log',
    'archive/index.jsonl',
    'archive/sample.demo/2.json',
  ];
  const logs = (await filesOf(join(dataFolder, 'instances'))).filter((file) => /\.(log|json)$/.test(file));
  expect(logs.length).toBeGreaterThan(2);
  for (const file of [...kept.map((name) => join(dataFolder, name)), ...logs]) {
    expect([file, await modeOf(file)]).toEqual([file, 0o600]);
  }
  // Traefik reads its file as another user, and nobody else may write it.
  expect(await modeOf(lane.file)).toBe(0o644);
});
