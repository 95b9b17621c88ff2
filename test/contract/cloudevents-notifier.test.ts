import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { CloudEventsNotifier } from '../../config/notifiers/cloudevents.ts';
import { createNotifier } from '../../providers/notifiers/index.ts';
import type { About, Notifier } from '../../providers/notifiers/notifier.ts';
import { notificationOf, PUBLIC_URL } from '../rigs/notification.ts';
import { startBroker } from '../rigs/receivers/cloudevents.ts';
import { failureContract, linkContract, notifierContract, type Reached } from './notifier-contract.ts';

const environment = { TOKEN: 'tok-98765' };

function makeNotifier(url: string, more: Partial<CloudEventsNotifier> = {}, reached: Reached = {}): Notifier {
  const config: CloudEventsNotifier = {
    kind: 'cloudevents',
    on: ['held'],
    url,
    mode: 'structured',
    source: '/sluice',
    headers: { Authorization: 'Bearer ${env:TOKEN}' },
    ...more,
  };
  return createNotifier(config, { dataFolder: '', environment, log: pino({ level: 'silent' }), ...reached });
}

notifierContract('cloudevents', async () => {
  const { url, taken, stop } = await startBroker('structured', environment.TOKEN);
  const received = () => Promise.resolve(taken.map(({ body }) => body));
  return { notifier: makeNotifier(url), received, stop };
});

linkContract('cloudevents', async (reached) => {
  const { url, taken, stop } = await startBroker('structured', environment.TOKEN);
  const received = () => Promise.resolve(taken.map(({ body }) => body));
  return { notifier: makeNotifier(url, {}, reached), received, stop };
});

failureContract('cloudevents', async () => {
  const { url, meets, stop } = await startBroker('structured', environment.TOKEN);
  return { notifier: makeNotifier(url), meets, secret: environment.TOKEN, stop };
});

const sending = { signal: new AbortController().signal, memory: undefined };
const about: About = {
  kind: 'release',
  version: 'sha256:ab12',
  stable: { slot: 'blue', version: 'v1' },
  actor: 'ada',
  startedAt: 1,
};
const event = notificationOf({ number: 9, kind: 'finished', message: 'completed', page: false });

const upgraded = { environment: { id: 'production' }, artifactId: 'pkg:generic/checkout@sha256%3Aab12' };
const first: Partial<About> = { stable: null };
const ends: [string, Partial<About>, string, object][] = [
  ['a release', { outcome: 'completed' }, 'upgraded', upgraded],
  ['a first release', { outcome: 'completed', ...first }, 'deployed', upgraded],
  ['a rollback', { outcome: 'completed', kind: 'rollback' }, 'rolledback', upgraded],
  [
    'a reverted release',
    { outcome: 'reverted' },
    'rolledback',
    { environment: { id: 'production' }, artifactId: 'pkg:generic/checkout@v1' },
  ],
  [
    'a reverted first release',
    { outcome: 'reverted', ...first },
    'removed',
    { environment: { id: 'production' } },
  ],
];

test.each(ends)('the end of %s is told in the words of CDEvents', async (_, more, predicate, content) => {
  const broker = await startBroker('binary', environment.TOKEN);
  try {
    await makeNotifier(broker.url, { mode: 'binary' }).send(
      { ...event, about: { ...about, ...more } },
      sending,
    );
    expect(broker.events).toEqual([
      {
        type: `dev.cdevents.service.${predicate}.0.3.0`,
        time: '2026-11-23T23:57:29.030Z',
        subject: { id: 'checkout', source: '/sluice', content },
      },
    ]);
  } finally {
    await broker.stop();
  }
});

test('everything else has a type of its own, and an artifact is named as it was asked for', async () => {
  const broker = await startBroker('structured', environment.TOKEN);
  try {
    const notifier = makeNotifier(broker.url, { artifact: 'pkg:oci/checkout@{{version}}' });
    await notifier.send({ ...event, kind: 'abort-requested', about }, sending);
    await notifier.send({ ...event, about: { ...about, outcome: 'left' } }, sending);
    const { release: _none, ...lane } = event;
    await notifier.send({ ...lane, kind: 'drift' }, sending);
    await notifier.send({ ...event, about: { ...about, outcome: 'completed' } }, sending);
    expect(broker.events.map(({ type }) => type)).toEqual([
      'dev.cdeventsx.sluice-release.abortRequested.0.1.0',
      'dev.cdeventsx.sluice-release.finished.0.1.0',
      'dev.cdeventsx.sluice-lane.drift.0.1.0',
      'dev.cdevents.service.upgraded.0.3.0',
    ]);
    expect(broker.events.at(-1)?.subject.content).toMatchObject({
      artifactId: 'pkg:oci/checkout@sha256%3Aab12',
    });
  } finally {
    await broker.stop();
  }
});

test("the end of a release has its link where CDEvents leaves room for data of one's own", async () => {
  const broker = await startBroker('structured', environment.TOKEN);
  try {
    const ended = { ...event, about: { ...about, outcome: 'completed' as const } };
    await makeNotifier(broker.url, {}, { publicUrl: PUBLIC_URL }).send(ended, sending);
    expect(broker.refused).toEqual([]);
    expect(JSON.parse(broker.taken[0]?.body ?? '')).toMatchObject({
      data: { customData: { link: `${PUBLIC_URL}/ui/releases/checkout.production.12` } },
    });
  } finally {
    await broker.stop();
  }
});
