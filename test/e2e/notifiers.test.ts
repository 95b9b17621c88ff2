/** What others are told of a release by a real daemon, that is killed while it tells one of them, and while others are away. */
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { freePort } from '../rigs/free-port.ts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createClient, type ApiClient } from '../../api/client.ts';
import type { ReleaseEvent } from '../../api/wire/event.ts';
import { isAskedFor, TOLD } from '../../config/notifiers/interest.ts';
import { embeddedLayout } from '../../worker/embedded/layout.ts';
import { readRecord } from '../../worker/embedded/record.ts';
import { endServers, findServers } from '../../worker/embedded/survivors.ts';
import { endProcess } from '../rigs/end-process.ts';
import { followRelease } from '../rigs/followed-release.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { startBroker } from '../rigs/receivers/cloudevents.ts';
import { takePagerduty } from '../rigs/receivers/pagerduty.ts';
import { startReceiver, type Received, type Receiver } from '../rigs/receivers/receiver.ts';
import { startWebhookReceiver } from '../rigs/receivers/webhook.ts';
import { repeated } from '../rigs/repeated.ts';
import { startServe, type Served } from '../rigs/served.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';
import { until } from '../rigs/until.ts';

const RELEASE = 'shop.production.1';
/** Of a busy machine, in milliseconds; what a dead daemon was about to say is said again after 20 s. */
const PATIENCE = 120_000;
const secrets = {
  HOOK: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  TOKEN: 'tok-98765',
  KEY: 'key-98765',
};
const said = z.object({ type: z.string() });

let folder: TemporaryFolder;
let traefik: Server;
let hook: Receiver;
let gone: Receiver;
let broker: Awaited<ReturnType<typeof startBroker>>;
let pager: Receiver;
/** What the incident went through. */
let paged: string[];
/** The daemons that ran, the present one last. */
let daemons: Served[];
let api: string;
let client: ApiClient;

madeAnew({ start, stop }, PATIENCE);

async function start(): Promise<void> {
  daemons = [];
  folder = await temporaryFolder('notifiers');
  // A Traefik that knows no such service yet, so that a first release may begin.
  traefik = createServer((_request, response) => {
    response.writeHead(404).end('{"message":"not found"}');
  });
  await once(traefik.listen(0, '127.0.0.1'), 'listening');
  const { port } = z.object({ port: z.number() }).parse(traefik.address());
  hook = await startWebhookReceiver(secrets.HOOK);
  gone = await startReceiver(() => ({ status: 410 }));
  broker = await startBroker('structured', secrets.TOKEN);
  paged = [];
  pager = await startReceiver(takePagerduty(secrets.KEY, paged));
  await mkdir(join(folder.path, 'services'));
  await writeFile(join(folder.path, 'services', 'shop.yaml'), serviceFile(port));
  const listen = `127.0.0.1:${await freePort()}`;
  await writeFile(join(folder.path, 'sluice.yaml'), `listen: ${listen}\ndata: data\n`);
  await serve();
}

async function stop(): Promise<void> {
  for (const { child } of daemons ?? []) await endProcess(child);
  for (const each of [hook, gone, broker, pager]) await each?.stop();
  traefik?.close();
  const layout = embeddedLayout(join(folder.path, 'data'));
  await endServers(layout, await findServers(layout, await readRecord(layout.record)), 0);
  await folder.remove();
}

async function serve(): Promise<void> {
  const served = startServe(folder.path, [], secrets);
  daemons.push(served);
  api = await served.ready();
  client = createClient(api, 'ann');
}

test(
  'each is told all of it in order, whoever dies or is away, and nothing comes twice but under its own id',
  { timeout: 2 * PATIENCE },
  async () => {
    // It takes what it is told first, and the daemon dies before it hears of that.
    hook.meets('lost');
    await repeated(async () => client.submit({ service: 'shop', environment: 'production', version: 'v1' }));
    await until('the first event to arrive', () => hook.taken.length === 1, PATIENCE);
    for (const { child } of daemons) await endProcess(child);
    hook.meets({ status: 503, headers: { 'retry-after': '3600' }, body: 'down' });
    await serve();

    // The others do not wait for that one.
    await until('the page', () => paged.length > 0, PATIENCE);
    const [page = ''] = paged;
    expect(page).toMatch(/^trigger sluice\/shop\.production\.1\/\d+$/);
    expect(await delivery('5-webhook', 'off')).toMatchObject({ message: `${gone.url} answered 410` });
    await until('the hold', async () => (await client.release(RELEASE)).phase === 'holding', PATIENCE);
    await client.abort(RELEASE, 'enough was seen');
    const events = await eventsToTheEnd();
    const ids = events.map(({ number }) => `shop_production_1_${number}`);
    await until('the page to be resolved', () => paged.at(-1)?.startsWith('resolve'), PATIENCE);
    expect([...new Set(paged)]).toEqual([page, page.replace('trigger', 'resolve')]);
    await until('the broker to hear of the end', () => broker.taken.some(isLast(ids)), PATIENCE);
    expect([...new Set(broker.taken.map(idOf))]).toEqual(ids);

    expect(await delivery('2-webhook', 'failing')).toMatchObject({
      message: `${hook.url} answered 503: down`,
    });
    expect(hook.taken).toHaveLength(1);
    hook.meets(undefined);
    const retried = { retried: [`delivery/${RELEASE}/2-webhook`] };
    expect(await retryUnder('k')).toEqual(retried);
    await until('everything to be told', () => hook.taken.some(isLast(ids)), PATIENCE);
    // Nothing fails any more, and a repeat is told what the first was.
    await delivery('2-webhook', 'working');
    expect(await retryUnder('k')).toEqual(retried);
    expect(await retryUnder('other')).toEqual({ retried: [] });
    // Once more under the same id what nobody knew to have come, and everything else once.
    expect(hook.taken.map(idOf)).toEqual([ids[0], ...ids]);
    const types = events.map(({ kind }) => `release.${kind}`);
    expect(hook.taken.slice(1).map(({ body }) => said.parse(JSON.parse(body)).type)).toEqual(types);
    expect([hook, broker, pager].flatMap(({ refused }) => refused)).toEqual([]);
    // What is off is told nothing more, and the log says why.
    expect(gone.taken.length).toBeLessThanOrEqual(2);
    const log = daemons.map((each) => each.said()).join('');
    expect(log).toMatch(/answered 410; nothing is told there any more for this release/);
  },
);

test('a test event says of each notifier whether it was sent', async () => {
  const { notifiers } = await client.testNotifiers('shop.production');
  expect(notifiers).toMatchObject([
    { notifier: `webhook ${hook.url}`, sent: true },
    { notifier: `cloudevents ${broker.url}`, sent: true },
    { notifier: `pagerduty ${pager.url}`, sent: true },
    { notifier: `webhook ${gone.url}`, sent: false, message: expect.stringMatching(/answered 410/) },
  ]);
  expect(paged.slice(-2)).toEqual([
    'trigger sluice/shop.production/test',
    'resolve sluice/shop.production/test',
  ]);
});

/** Waits until a delivery of the release is in this state. */
async function delivery(notifier: string, state: string): Promise<object> {
  const id = `delivery/${RELEASE}/${notifier}`;
  const find = async (): Promise<object | undefined> =>
    (await client.deliveries()).deliveries.find((each) => each.id === id && each.state === state);
  return until(`${id} to be ${state}`, find, PATIENCE);
}

/** Has all that fails tried now, under an idempotency key. */
async function retryUnder(key: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const answer = await fetch(`${api}/v1/deliveries/retry`, { method: 'POST', headers, body: '{}' });
  return answer.json();
}

/** What the release had to tell by the end, as those hear of it who do not say what they want. */
async function eventsToTheEnd(): Promise<readonly ReleaseEvent[]> {
  const release = followRelease(api, RELEASE);
  try {
    await release.ends(PATIENCE);
    return release.events.filter(({ kind, page = false }) => isAskedFor(TOLD, { kind, page }));
  } finally {
    await release.stop();
  }
}

function idOf({ headers, body }: Received): string {
  return String(headers['webhook-id'] ?? z.object({ id: z.string() }).parse(JSON.parse(body)).id);
}

function isLast(ids: string[]): (received: Received) => boolean {
  return (received) => idOf(received) === ids.at(-1);
}

/** The gate neither passes nor fails, so that the release holds before it touches anything. */
function serviceFile(port: number): string {
  return `service: shop
environments:
  production:
    platform: { process: { command: "exit 1", instances: 1, port: env PORT, ready: /health } }
    router: { traefik: { file: dynamic/shop.yaml, metrics: "http://127.0.0.1:${port}/metrics" } }
    steps: [{ gate: { command: "exit 3", report: none } }, deploy, cutover]
    notify:
      - log
      - webhook: { url: "${hook.url}", secrets: ["\${env:HOOK}"] }
      - cloudevents: { url: "${broker.url}", headers: { Authorization: "Bearer \${env:TOKEN}" } }
      - pagerduty: { url: "${pager.url}", key: "\${env:KEY}" }
      - webhook: { url: "${gone.url}", secrets: ["\${env:HOOK}"] }
`;
}
