/** The tokens that are in force, found with no worker up: whoever aborts has to be known then, too. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { z } from 'zod';
import { ROLES } from '../../config/grants.ts';
import { REGISTRY } from '../../workflows/registry-messages.ts';
import { askTemporal } from '../ask-temporal.ts';
import { ApiError } from '../errors.ts';
import { isUnanswered } from '../temporal-errors.ts';

/** How old they may be, in milliseconds: this late a revoked token is refused everywhere. */
const FRESH_FOR = 2000;
/** How long those that were read last count while Temporal does not answer, in milliseconds. */
const LAST_FOR = 600_000;

const knownToken = z.object({
  id: z.string(),
  name: z.string(),
  hash: z.string(),
  grants: z.array(
    z.object({
      role: z.enum(ROLES),
      lanes: z.array(z.string()),
      breakGlass: z.literal(true).exactOptional(),
    }),
  ),
  groups: z.array(z.string()),
  expiresAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
});

/** A token as the registry says where no worker is needed to read it. */
export type KnownToken = z.output<typeof knownToken>;

const memo = z.object({ tokens: z.array(knownToken).default([]) });

/** Finds a token by its hash, also one that ended. */
export type FindToken = (hash: string) => Promise<KnownToken | undefined>;

/**
 * Makes it. What is found is at most 2 s old; while Temporal does not answer, what was read last counts for 10
 * minutes. Throws `registry_unavailable` where nothing can be known.
 */
export function tokenFinder(client: Client): FindToken {
  let last: { at: number; tokens: KnownToken[] } | undefined;
  let asking: { at: number; tokens: Promise<KnownToken[]> } | undefined;
  const read = async (): Promise<KnownToken[]> => {
    const at = Date.now();
    try {
      const tokens = await describe(client);
      last = { at, tokens };
      return tokens;
    } catch (error) {
      if (!isUnanswered(error)) throw error;
      if (last !== undefined && at - last.at < LAST_FOR) return last.tokens;
      const next = 'see that Temporal runs, and try again';
      throw new ApiError('registry_unavailable', `tokens cannot be looked up; ${next}`);
    }
  };
  return async (hash) => {
    const now = Date.now();
    if (asking === undefined || now - asking.at >= FRESH_FOR) asking = { at: now, tokens: read() };
    return (await asking.tokens).find((token) => token.hash === hash);
  };
}

async function describe(client: Client): Promise<KnownToken[]> {
  try {
    const { memo: written } = await askTemporal(client, async () =>
      client.workflow.getHandle(REGISTRY).describe(),
    );
    return memo.parse(written ?? {}).tokens;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}
