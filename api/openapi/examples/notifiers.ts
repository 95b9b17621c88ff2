import { deliveryList, notifyTest, retried } from '../../wire/delivery.ts';
import { example } from './example.ts';

const id = 'delivery/checkout.production.12/2-webhook';

/** What notifiers are told. */
export const notifierExamples = [
  example(deliveryList, {
    deliveries: [
      {
        id,
        lane: 'checkout.production',
        release: 'checkout.production.12',
        notifier: '2-webhook',
        state: 'failing',
        waiting: 3,
        since: 1_769_853_700_000,
        tries: 4,
        message: 'https://hooks.example.com answered 503',
        next: 1_769_853_940_000,
      },
    ],
  }),
  example(retried, { retried: [id] }),
  example(notifyTest, {
    notifiers: [
      { notifier: 'webhook https://hooks.example.com', sent: true },
      { notifier: 'slack #releases', sent: false, message: 'channel_not_found' },
    ],
  }),
];
