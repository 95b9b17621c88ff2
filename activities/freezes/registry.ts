import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { z } from 'zod';
import type { KnownFreezes } from '../../config/freezes/judge-raise.ts';
import { LATEST_MOMENT } from '../../config/latest-moment.ts';
import { messageOf } from '../sentence.ts';

/** How long the registry may take to be read, in milliseconds: a raise waits for it. */
const PATIENCE = 3000;
const ID = 'registry';

/** One that was made when any number was taken may lie beyond what a Date holds, and breaks no list. */
const instant = z.number().transform((at) => Math.min(at, LATEST_MOMENT));

const published = z.object({
  freezes: z.object({
    freezes: z.array(
      z.object({
        id: z.string(),
        lanes: z.array(z.string()),
        reason: z.string(),
        owner: z.string(),
        createdBy: z.string(),
        endedBy: z.string().nullable(),
        start: instant,
        end: instant,
      }),
    ),
    stop: z.object({ since: z.number(), actor: z.string(), reason: z.string() }).nullable(),
  }),
});

/**
 * Freezes that people made, and the stop switch, from what the registry's workflow publishes: no worker is needed for
 * that. Where there is no registry, nobody ever made any. Never throws: it says why it is not known.
 */
export async function readMade(client: Client): Promise<KnownFreezes['made']> {
  try {
    const { memo, status } = await client.withDeadline(Date.now() + PATIENCE, async () =>
      client.workflow.getHandle(ID).describe(),
    );
    if (status.name !== 'RUNNING' && status.name !== 'CONTINUED_AS_NEW') {
      const ended = `the workflow ${ID} was ended (${status.name.toLowerCase()}), and with it what it knew`;
      return { unknown: `${ended}; any act on it begins it anew, such as sluice freeze create` };
    }
    // It writes this with its first task; until then it has nothing that could be lost.
    const read = published.safeParse(memo);
    if (!read.success) return { unknown: `the workflow ${ID} has not said yet what it knows` };
    const { freezes, stop } = read.data.freezes;
    return { freezes: freezes.map(({ id, ...freeze }) => ({ ...freeze, by: id })), stop };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { freezes: [], stop: null };
    return { unknown: `the registry cannot be read: ${messageOf(error)}` };
  }
}
