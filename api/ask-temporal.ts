import type { Client } from '@temporalio/client';
import { ApiError } from './errors.ts';
import { isUnanswered } from './temporal-errors.ts';

/** How long Temporal itself may take to answer, in milliseconds. */
const PATIENCE = 3000;

/** Asks what needs no worker. Throws `temporal_unavailable` after 3 s, and Temporal's own errors. */
export async function askTemporal<T>(client: Client, ask: () => Promise<T>): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + PATIENCE, ask);
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    throw new ApiError('temporal_unavailable', 'Temporal did not answer within 3 s; try again');
  }
}
