import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { readState, REGISTRY, type RegistryView } from '../../workflows/registry-messages.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { isUnanswered } from '../temporal-errors.ts';

/** How old an answer may be, in milliseconds: this late a revoked token or a new freeze counts everywhere. */
const FRESH_FOR = 2000;
/** How long the registry may take to answer, in milliseconds. */
const PATIENCE = 2000;

const NOTHING: RegistryView = { tokens: [], gates: [], freezes: [], stop: null, acts: [] };

/** What was read last through a client, and since when. */
interface Read {
  at: number;
  view: Promise<RegistryView>;
}

const reads = new WeakMap<Client, Read>();

/**
 * What the registry keeps, at most 2 s old; nothing where nobody ever acted on it. Those who ask at once share one
 * question, and its failure. Throws `registry_unavailable` when no worker or no Temporal answers within 2 s.
 */
export async function readRegistry({ client }: Pick<ApiContext, 'client'>): Promise<RegistryView> {
  const now = Date.now();
  const last = reads.get(client);
  if (last !== undefined && now - last.at < FRESH_FOR) return last.view;
  const view = ask(client);
  reads.set(client, { at: now, view });
  return view;
}

/** Has the next reader ask afresh. */
export function forgetRegistry(client: Client): void {
  reads.delete(client);
}

async function ask(client: Client): Promise<RegistryView> {
  const handle = client.workflow.getHandle(REGISTRY);
  try {
    return await client.withDeadline(Date.now() + PATIENCE, async () => handle.query(readState));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return NOTHING;
    if (!isUnanswered(error)) throw error;
    const next = 'see that a worker runs; an abort works meanwhile';
    throw new ApiError(
      'registry_unavailable',
      `the registry of tokens and freezes cannot be read, so nothing that raises traffic is done; ${next}`,
    );
  }
}
