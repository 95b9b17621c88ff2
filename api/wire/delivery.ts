/** What notifiers have been told, and have not. */
import { z } from 'zod';
import { laneId, releaseId } from './names.ts';
import { next, pageQuery } from './page.ts';
import { wire } from './registry.ts';

const time = z.int().describe('Milliseconds since the epoch.');

/** How a delivery stands. */
export const deliveryState = z.enum(['working', 'failing', 'off']);

const delivery = z.object({
  id: z.string().describe('Id of its workflow.'),
  lane: z.string(),
  release: z.string().exactOptional().describe('Absent: what happens in the lane between releases.'),
  notifier: z.string().describe('Its place in the service file and its kind, such as `2-webhook`.'),
  state: deliveryState.describe('`off`: the other side wants nothing more of this release.'),
  waiting: z.int().exactOptional().describe('Events that wait for it to work again.'),
  since: time.exactOptional(),
  tries: z.int().exactOptional(),
  message: z.string().exactOptional().describe('What the other side said last.'),
  next: time.exactOptional(),
});

/** Which deliveries are listed. */
export const deliveryQuery = pageQuery.extend({
  lane: laneId.exactOptional(),
  release: releaseId.exactOptional(),
  state: deliveryState.exactOptional(),
});

/** A page of deliveries that have not ended: those that fail, then those that are off, then the others. */
export const deliveryList = z
  .object({ deliveries: z.array(delivery), next })
  .register(wire, { id: 'DeliveryList' });

/** A page of deliveries, on the wire. */
export type DeliveryList = z.output<typeof deliveryList>;

/** The answer to a retry. */
export const retried = z
  .object({ retried: z.array(z.string()).describe('Ids of what is tried now.') })
  .register(wire, { id: 'RetriedDeliveries' });

/** The answer to a retry. */
export type RetriedDeliveries = z.output<typeof retried>;

/** How a test event went, by notifier. */
export const notifyTest = z
  .object({
    notifiers: z.array(
      z.object({
        notifier: z.string(),
        sent: z.boolean(),
        message: z.string().exactOptional().describe('Why it was not sent.'),
      }),
    ),
  })
  .register(wire, { id: 'NotifyTest' });

/** How a test event went, by notifier. */
export type NotifyTest = z.output<typeof notifyTest>;
