/** What notifiers have been told, and have not. */
import { z } from 'zod';

const time = z.int().describe('Milliseconds since the epoch.');

const delivery = z.object({
  id: z.string().describe('Id of its workflow.'),
  lane: z.string(),
  release: z.string().exactOptional().describe('Absent: what happens in the lane between releases.'),
  notifier: z.string().describe('Its place in the service file and its kind, such as `2-webhook`.'),
  state: z
    .enum(['working', 'failing', 'off'])
    .describe('`off`: the other side wants nothing more of this release.'),
  waiting: z.int().exactOptional().describe('Events that wait for it to work again.'),
  since: time.exactOptional(),
  tries: z.int().exactOptional(),
  message: z.string().exactOptional().describe('What the other side said last.'),
  next: time.exactOptional(),
});

/** Deliveries that have not ended. */
export const deliveryList = z.object({ deliveries: z.array(delivery) });

/** Deliveries that have not ended. */
export type DeliveryList = z.output<typeof deliveryList>;

/** The answer to a retry. */
export const retried = z.object({ retried: z.array(z.string()).describe('Ids of what is tried now.') });

/** The answer to a retry. */
export type RetriedDeliveries = z.output<typeof retried>;

/** How a test event went, by notifier. */
export const notifyTest = z.object({
  notifiers: z.array(
    z.object({
      notifier: z.string(),
      sent: z.boolean(),
      message: z.string().exactOptional().describe('Why it was not sent.'),
    }),
  ),
});

/** How a test event went, by notifier. */
export type NotifyTest = z.output<typeof notifyTest>;
