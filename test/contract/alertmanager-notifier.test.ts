import { pino } from 'pino';
import { beforeAll, expect, test } from 'vitest';
import type { AlertmanagerNotifier } from '../../config/notifiers/alertmanager.ts';
import { createNotifier } from '../../providers/notifiers/index.ts';
import type { Memory, Notification, Notifier } from '../../providers/notifiers/notifier.ts';
import { startAlertmanager, type AlertmanagerRig } from '../rigs/alertmanager.ts';
import { PUBLIC_URL } from '../rigs/notification.ts';
import { startReceiver } from '../rigs/receivers/receiver.ts';
import { describeWith } from '../rigs/test-program.ts';
import { failureContract, linkContract, type Reached } from './notifier-contract.ts';

const environment = { TOKEN: 'tok-98765' };
const { signal } = new AbortController();
const HOUR = 3_600_000;

function makeNotifier(url: string, reached: Reached = {}): Notifier {
  const config: AlertmanagerNotifier = {
    kind: 'alertmanager',
    on: ['page'],
    url,
    labels: { team: 'shop' },
    access: { bearer: '${env:TOKEN}' },
  };
  return createNotifier(config, { dataFolder: '', environment, log: pino({ level: 'silent' }), ...reached });
}

failureContract(
  'alertmanager',
  async () => {
    const { url, meets, stop } = await startReceiver(() => ({}));
    return { notifier: makeNotifier(url), meets, secret: environment.TOKEN, stop };
  },
  { page: true },
);

linkContract(
  'alertmanager',
  async (reached) => {
    const { url, taken, stop } = await startReceiver(() => ({}));
    const received = () => Promise.resolve(taken.map(({ body }) => body));
    return { notifier: makeNotifier(url, reached), received, stop };
  },
  { page: true },
);

describeWith('prometheus-alertmanager', () => {
  let rig: AlertmanagerRig;
  beforeAll(async () => {
    rig = await startAlertmanager();
    return () => rig.stop();
  });

  const held = (release: string): Notification => ({
    lane: 'checkout.production',
    release,
    number: 4,
    at: Date.now(),
    kind: 'held',
    message: 'held: too few requests',
    page: true,
  });
  const standing = async (release: string) =>
    (await rig.alerts()).filter(({ labels }) => labels['release'] === release);

  test('an alert stands while a person is asked for, and is resolved', async () => {
    const release = 'checkout.production.12';
    const notifier = makeNotifier(rig.url, { publicUrl: PUBLIC_URL });
    let memory: Memory | undefined;
    const send = async (event: Notification): Promise<void> => {
      memory = (await notifier.send(event, { signal, memory })) ?? memory;
    };
    await send(held(release));
    await send({ ...held(release), number: 5, message: 'nobody decided in time' });
    const [alert, ...others] = await standing(release);
    expect(others).toEqual([]);
    expect(alert?.labels).toEqual({
      alertname: 'SluiceRelease',
      severity: 'critical',
      team: 'shop',
      service: 'checkout',
      environment: 'production',
      release,
      page: `sluice/${release}/4`,
    });
    expect(alert?.annotations['description']).toBe('nobody decided in time');
    expect(alert?.generatorURL).toBe(`${PUBLIC_URL}/ui/releases/${release}`);
    expect(Date.parse(alert?.endsAt ?? '')).toBeGreaterThan(Date.now() + 3 * HOUR);
    await send({ ...held(release), number: 6, kind: 'finished', page: false });
    expect(await standing(release)).toEqual([]);
  });

  test('an alert that it has forgotten is said again for as long as it stands', async () => {
    const release = 'checkout.production.13';
    const notifier = makeNotifier(rig.url, { publicUrl: PUBLIC_URL });
    const memory = await notifier.send(held(release), { signal, memory: undefined });
    const fresh = await startAlertmanager();
    try {
      const elsewhere = makeNotifier(fresh.url);
      expect([elsewhere.repeat?.every(memory), elsewhere.stands?.(memory)]).toEqual([300_000, true]);
      await elsewhere.repeat?.send({ signal, memory });
      expect(
        (await fresh.alerts()).map(({ labels, generatorURL }) => [labels['page'], generatorURL]),
      ).toEqual([[`sluice/${release}/4`, `${PUBLIC_URL}/ui/releases/${release}`]]);
      const done = { ...held(release), number: 5, kind: 'finished', page: false };
      expect(elsewhere.repeat?.every(await elsewhere.send(done, { signal, memory }))).toBeUndefined();
    } finally {
      await fresh.stop();
    }
  });
});
