import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { GrafanaNotifier } from '../../config/notifiers/grafana.ts';
import { createNotifier } from '../../providers/notifiers/index.ts';
import type { About, Memory, Notifier } from '../../providers/notifiers/notifier.ts';
import { DASHBOARDS } from '../../scripts/dashboards.ts';
import { readDashboard } from '../rigs/dashboard-parts.ts';
import { notificationOf } from '../rigs/notification.ts';
import { startReceiver, type Receiver } from '../rigs/receivers/receiver.ts';
import { failureContract, linkContract, notifierContract, type Reached } from './notifier-contract.ts';

const environment = { TOKEN: 'glsa_98765' };
const time = z.int().min(1_000_000_000_000);
const created = z.strictObject({
  dashboardUID: z.string().optional(),
  panelId: z.int().optional(),
  time,
  timeEnd: time.optional(),
  tags: z.array(z.string().min(1)),
  text: z.string().min(1),
});
const changed = z.strictObject({ timeEnd: time, tags: z.array(z.string().min(1)), text: z.string().min(1) });

/** What a Grafana of this test has. */
interface Annotation {
  id: number;
  time: number;
  timeEnd: number;
  tags: string[];
  text: string;
  dashboardUID?: string | undefined;
  panelId?: number | undefined;
}

/** Takes annotations as Grafana does, for who has the token. */
async function startGrafana(): Promise<Receiver & { annotations: Annotation[] }> {
  const annotations: Annotation[] = [];
  const receiver = await startReceiver(({ method, path, headers, body }) => {
    if (headers['authorization'] !== `Bearer ${environment.TOKEN}`) throw new Error('Invalid API key');
    if (headers['content-type'] !== 'application/json') throw new Error('bad request data');
    if (method === 'POST' && path === '/api/annotations') {
      const { time: at, ...more } = created.parse(JSON.parse(body));
      const id = annotations.length + 1;
      annotations.push({ ...more, id, time: at, timeEnd: more.timeEnd ?? at });
      return { body: { message: 'Annotation added', id } };
    }
    const [, id] = /^\/api\/annotations\/(\d+)$/.exec(path) ?? [];
    const known = annotations.find((each) => each.id === Number(id));
    if (method !== 'PATCH' || known === undefined) throw new Error(`${method} ${path} is unknown`);
    Object.assign(known, changed.parse(JSON.parse(body)));
    return { body: { message: 'Annotation patched' } };
  });
  return Object.assign(receiver, { annotations });
}

function makeNotifier(url: string, more: Partial<GrafanaNotifier> = {}, reached: Reached = {}): Notifier {
  const config: GrafanaNotifier = {
    kind: 'grafana',
    on: ['started', 'finished', 'held'],
    url,
    token: '${env:TOKEN}',
    tags: ['sluice'],
    ...more,
  };
  return createNotifier(config, { dataFolder: '', environment, log: pino({ level: 'silent' }), ...reached });
}

notifierContract('grafana', async () => {
  const { url, taken, stop } = await startGrafana();
  const received = () => Promise.resolve(taken.map(({ body }) => body));
  return { notifier: makeNotifier(url), received, stop };
});

linkContract('grafana', async (reached) => {
  const { url, taken, stop } = await startGrafana();
  const received = () => Promise.resolve(taken.map(({ body }) => body));
  return { notifier: makeNotifier(url, {}, reached), received, stop };
});

failureContract('grafana', async () => {
  const { url, meets, stop } = await startGrafana();
  return { notifier: makeNotifier(url), meets, secret: environment.TOKEN, stop };
});

const { signal } = new AbortController();
const START = 1_795_478_000_000;
const begun: About = {
  kind: 'release',
  version: 'v2',
  stable: { slot: 'blue', version: 'v1' },
  actor: 'ada',
  startedAt: START,
};
const about: About = { ...begun, outcome: 'completed' };
const base = notificationOf({
  number: 1,
  at: START,
  kind: 'started',
  message: 'v2 to checkout.production, by ada',
  page: false,
  about: begun,
});

test('a release is a region from its begin to its end, with marks in it', async () => {
  const grafana = await startGrafana();
  try {
    const notifier = makeNotifier(grafana.url, { dashboard: 'shop', panel: 4 });
    let memory: Memory | undefined;
    for (const [kind, after] of [
      ['started', 0],
      ['held', 60_000],
      ['finished', 90_000],
    ] as const) {
      const event = { ...base, kind, at: START + after, ...(kind === 'finished' ? { about } : {}) };
      memory = (await notifier.send(event, { signal, memory })) ?? memory;
    }
    expect(grafana.annotations).toMatchObject([
      {
        time: START,
        timeEnd: START + 90_000,
        tags: ['sluice', 'checkout', 'production', 'v2', 'completed'],
        dashboardUID: 'shop',
        panelId: 4,
      },
      {
        time: START + 60_000,
        timeEnd: START + 60_000,
        tags: ['sluice', 'checkout', 'production', 'v2', 'held'],
      },
    ]);
  } finally {
    await grafana.stop();
  }
});

test('the annotations are found by the queries of the dashboards that are shipped', async () => {
  const grafana = await startGrafana();
  try {
    const notifier = makeNotifier(grafana.url);
    const region = await notifier.send(base, { signal, memory: undefined });
    await notifier.send({ ...base, kind: 'held' }, { signal, memory: region });
    await notifier.send({ ...base, kind: 'finished', about }, { signal, memory: region });
    const queries = [...DASHBOARDS.keys()].flatMap((name) =>
      readDashboard(name).annotations.list.flatMap(({ target }) =>
        target === undefined ? [] : [target.tags],
      ),
    );
    expect(queries).toHaveLength(DASHBOARDS.size);
    expect(grafana.annotations).toHaveLength(2);
    for (const tags of queries) {
      const chosen = tags.map((tag) =>
        tag.replace('$service', 'checkout').replace('$environment', 'production'),
      );
      for (const each of grafana.annotations) expect(each.tags).toEqual(expect.arrayContaining(chosen));
    }
  } finally {
    await grafana.stop();
  }
});

test('a region whose begin was never told is drawn at the end', async () => {
  const grafana = await startGrafana();
  try {
    const event = { ...base, kind: 'finished', at: START + 90_000, about, message: 'v2 <b>serves</b>' };
    await makeNotifier(grafana.url).send(event, { signal, memory: undefined });
    expect(grafana.annotations).toMatchObject([{ time: START, timeEnd: START + 90_000 }]);
    expect(grafana.annotations[0]?.text).toContain('v2 &lt;b>serves&lt;/b>');
  } finally {
    await grafana.stop();
  }
});
