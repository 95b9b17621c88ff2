/** The state of a release that an act means: what the actor saw, else what is read just before. */
import { InvalidArgumentError, type Command } from 'commander';
import type { ApiClient } from '../api/client.ts';

/** The options of an act that means one state of the release. */
export interface GuardOptions {
  step?: number;
  token?: string;
  reason?: string;
}

/** Adds the options by which an actor says what they saw. */
export function addGuard(command: Command): Command {
  return command
    .option('--step <index>', 'the step that you saw; default: the present one', stepOption)
    .option('--token <token>', 'the token that you saw; default: the present one');
}

/** Step, token and reason to send. An act that comes too late all the same is refused by the release itself. */
export async function guardOf(
  client: ApiClient,
  id: string,
  { step, token, reason = '' }: GuardOptions,
): Promise<{ step: number; token: string; reason: string }> {
  if (step !== undefined && token !== undefined) return { step, token, reason };
  const seen = await client.release(id);
  return { step: step ?? seen.step, token: token ?? seen.token, reason };
}

function stepOption(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected the index of a step, counted from 0');
}
