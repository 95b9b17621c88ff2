/** A canary secret in every place that takes one, in a run whose parts repeat it, as a daemon with an open mask plays it. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createClient } from '../../api/client.ts';
import { startEcho, type Echo } from '../rigs/echo.ts';
import { startLane, type Lane } from '../rigs/lane.ts';
import { rawHistory } from '../rigs/raw-history.ts';

const canary = `canary-${randomBytes(12).toString('hex')}`;
const SECRET = '${env:SLUICE_TEST_CANARY}';
const releases = [1, 2, 3, 4].map((number) => `sample.demo.${number}`);

let echo: Echo;
let lane: Lane;
let mask: number;

beforeAll(async () => {
  mask = process.umask(0);
  vi.stubEnv('SLUICE_TEST_CANARY', canary);
  // The metric backend never answers otherwise; the server of the webhook refuses one version.
  echo = await startEcho(({ url }, body) => (url !== '/hook' ? 500 : body.includes('"v4"') ? 422 : 200));
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
  lane = await startLane([
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
        { bake: { for: '40s', onInconclusive: 'revert' } },
        'cutover',
        'retire',
      ],
    ],
  ]);
});

afterAll(async () => {
  await lane?.stop();
  await echo?.stop();
  vi.unstubAllEnvs();
  process.umask(mask);
});

/** Every file below a folder. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

test('the secret is shown to those it is for, and stands nowhere else', async () => {
  const { daemon, dataFolder, folder } = lane.rig;
  const load = await lane.load(30);
  // The sources are silent from the first weight on, so an abort ends this one.
  const blind = await lane.release('v2');
  await blind.reaches('say that its source refuses', ({ live, evidence }) =>
    JSON.stringify([live, evidence, blind.events]).includes('you are'),
  );
  const said = JSON.stringify(await createClient(daemon.api, 'ann').release(blind.id));
  expect(said).toContain('you are Bearer ***');
  await createClient(daemon.api, 'ann').abort(blind.id, 'enough is seen');
  expect((await blind.ends()).outcome).toBe('reverted');
  const commanded = await (await lane.release('v3')).ends();
  expect(commanded.sentence).toContain('the token is ***, and the daemon has nothing');
  const hooked = await (await lane.release('v4')).ends();
  expect(hooked.sentence).toContain('you are Bearer ***');
  await load.stop();
  expect(echo.shown()).toContain(`Bearer ${canary}`);

  const parts = ['', '/plan', '/report', '/evidence', '/events'];
  const routes = parts.flatMap((part) => releases.map((id) => `/v1/releases/${id}${part}`));
  routes.push(
    '/v1/releases',
    '/v1/lanes',
    '/v1/lanes/sample.demo',
    '/v1/services',
    '/metrics',
    '/openapi.json',
  );
  const found: string[] = [];
  for (const route of routes) {
    const answer = await fetch(`${daemon.api}${route}`);
    expect([route, answer.status]).toEqual([route, 200]);
    if ((await answer.text()).includes(canary)) found.push(route);
  }
  for (const workflow of ['lane/sample.demo', ...releases.map((id) => `release/${id}`)]) {
    const history = await rawHistory(dataFolder, workflow);
    expect(history).toContain('sample');
    if (history.includes(canary)) found.push(workflow);
  }
  // Among them what all processes were started with, as the command saw them.
  const files = await filesOf(folder);
  expect(files).toContain(join(folder, 'services', 'arguments'));
  for (const file of files) {
    if ((await readFile(file)).includes(canary)) found.push(file);
  }
  // The log has what Temporal's own part said, too.
  expect(await readFile(join(folder, 'daemon.log'), 'utf8')).toContain('***');
  expect(found).toEqual([]);
});

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
