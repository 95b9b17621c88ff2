import { deliveryList, notifyTest, retried } from '../wire/delivery.ts';
import type { DeliveryList, NotifyTest, RetriedDeliveries } from '../wire/delivery.ts';
import type { Ask } from './ask.ts';
import { everyPage, type ListQuery } from './every-page.ts';
import { lanePath } from './paths.ts';

/** Looking at what notifiers are told, and trying them. */
export interface DeliveryCalls {
  /** All of them, page after page, narrowed as the route takes it. */
  deliveries: (query?: ListQuery) => Promise<DeliveryList>;
  retryDeliveries: () => Promise<RetriedDeliveries>;
  testNotifiers: (lane: string) => Promise<NotifyTest>;
}

/** The calls about notifiers. */
export function deliveryCalls(ask: Ask): DeliveryCalls {
  return {
    deliveries: async (query = {}) => {
      const read = async (params: ListQuery): Promise<DeliveryList> =>
        ask(deliveryList, 'GET', '/v1/deliveries', { params });
      return { deliveries: (await everyPage(query, read)).flatMap((page) => page.deliveries) };
    },
    retryDeliveries: async () => ask(retried, 'POST', '/v1/deliveries/retry', { data: {} }),
    testNotifiers: async (lane) => ask(notifyTest, 'POST', lanePath(lane, '/notify-test'), { data: {} }),
  };
}
