import { deliveryList, notifyTest, retried } from '../wire/delivery.ts';
import type { DeliveryList, NotifyTest, RetriedDeliveries } from '../wire/delivery.ts';
import type { Ask } from './ask.ts';
import { lanePath } from './paths.ts';

/** Looking at what notifiers are told, and trying them. */
export interface DeliveryCalls {
  deliveries: () => Promise<DeliveryList>;
  retryDeliveries: () => Promise<RetriedDeliveries>;
  testNotifiers: (lane: string) => Promise<NotifyTest>;
}

/** The calls about notifiers. */
export function deliveryCalls(ask: Ask): DeliveryCalls {
  return {
    deliveries: async () => ask(deliveryList, 'GET', '/v1/deliveries'),
    retryDeliveries: async () => ask(retried, 'POST', '/v1/deliveries/retry', { data: {} }),
    testNotifiers: async (lane) => ask(notifyTest, 'POST', lanePath(lane, '/notify-test'), { data: {} }),
  };
}
