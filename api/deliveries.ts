/** Deliveries to notifiers, read from what their workflows publish: that needs no worker. */
import { z } from 'zod';
import type { DeliveryMemo } from '../workflows/delivery-messages.ts';
import { askTemporal } from './ask-temporal.ts';
import type { ApiContext } from './context.ts';
import { pageByKey } from './page-by-key.ts';
import { DELIVERIES } from './releases/visibility.ts';
import type { DeliveryList, deliveryQuery } from './wire/delivery.ts';

type Row = DeliveryList['deliveries'][number];

const RANK = { failing: 0, off: 1, working: 2 };

/** All that have not ended, in lanes that the caller may see. Throws `temporal_unavailable`. */
export async function readDeliveries(
  { client }: ApiContext,
  maySee: (lane: string) => boolean,
): Promise<Row[]> {
  const deliveries: Row[] = [];
  await askTemporal(client, async () => {
    for await (const { workflowId, memo } of client.workflow.list({ query: DELIVERIES })) {
      const row = toRow(workflowId, memoSchema.safeParse(memo).data?.delivery);
      if (row !== undefined && maySee(row.lane)) deliveries.push(row);
    }
  });
  return deliveries;
}

/** A page of them. */
export async function listDeliveries(
  context: ApiContext,
  { lane, release, state, ...asked }: z.output<typeof deliveryQuery>,
  maySee: (lane: string) => boolean,
): Promise<DeliveryList> {
  const shown = (await readDeliveries(context, maySee)).filter(
    (row) =>
      (lane === undefined || row.lane === lane) &&
      (release === undefined || row.release === release) &&
      (state === undefined || row.state === state),
  );
  const { page: deliveries, ...more } = pageByKey(shown, {
    list: 'deliveries',
    keyOf: (row) => `${RANK[row.state]}/${row.id}`,
    ...asked,
  });
  return { deliveries, ...more };
}

const memoSchema = z.object({
  delivery: z.object({
    notifier: z.string(),
    lane: z.string(),
    waiting: z.number(),
    trouble: z
      .object({ since: z.number(), tries: z.number(), message: z.string(), next: z.number() })
      .nullable(),
    gone: z.string().nullable(),
  }),
});

type Known = Pick<DeliveryMemo, 'waiting' | 'trouble' | 'gone'>;

/** `delivery/SERVICE.ENVIRONMENT[.N]/NOTIFIER`, with what it says of itself where it fails or has failed. */
function toRow(id: string, known: Known | undefined): Row | undefined {
  const [, subject = '', notifier = ''] = id.split('/');
  const [service, environment, number] = subject.split('.');
  if (service === undefined || environment === undefined) return undefined;
  const about = {
    id,
    lane: `${service}.${environment}`,
    ...(number === undefined ? {} : { release: subject }),
    notifier,
  };
  if (known === undefined) return { ...about, state: 'working' };
  const { waiting, trouble, gone } = known;
  if (gone !== null) return { ...about, state: 'off', message: gone };
  return trouble === null
    ? { ...about, state: 'working' }
    : { ...about, state: 'failing', waiting, ...trouble };
}
