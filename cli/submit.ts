/** What `release start` and `rollback` have in common: ask once, say what came of it, and follow it to its end. */
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { ClientFailure } from '../api/client/failure.ts';
import type { ApiClient } from '../api/client.ts';
import type { Submitted } from '../api/wire/submit.ts';
import { awaitTurn } from './await-turn.ts';
import { connect, wantsJson } from './connection.ts';
import { durationOption } from './duration-option.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import { followToEnd } from './follow.ts';
import { printJson, printLines, say } from './output.ts';

/** The options of a command that starts a release. */
export interface SubmitOptions {
  wait?: boolean;
  timeout?: number;
  stopOnHold?: boolean;
  key?: string;
}

/** Adds the options of a command that starts a release. */
export function addSubmitOptions(command: Command): Command {
  return command
    .option('--wait', 'follow it to its end; the exit status says how it ended')
    .option(
      '--timeout <duration>',
      'with --wait: stop following after this time (exit status 5)',
      durationOption,
    )
    .option('--stop-on-hold', 'with --wait: stop following when it is held (exit status 3)')
    .option('--key <key>', 'idempotency key: repeating the command with it starts nothing twice');
}

/**
 * Asks for a release of `version` (undefined: the lane knows which) in a lane, named `SERVICE.ENVIRONMENT`, and
 * follows it when that is wanted.
 */
export async function submitAndFollow(
  command: Command,
  lane: string,
  options: SubmitOptions,
  ask: (client: ApiClient, key: string) => Promise<Submitted>,
  asked?: string,
): Promise<void> {
  const client = connect(command);
  const json = wantsJson(command);
  const { key = randomUUID(), timeout, stopOnHold = false } = options;
  const submitted = await askOnce(key, async () => ask(client, key));
  const { id, state, behind, note, version = asked ?? '' } = submitted;
  if (json) printJson(submitted);
  else printLines([describe(submitted, version)]);
  if (options.wait !== true || state === 'live' || id === null) return;
  const began = Date.now();
  if (state === 'queued') {
    say(note ?? `waiting for ${behind ?? 'the release before it'} to end`);
    if ((await awaitTurn(client, { lane, id, version }, timeout)) === 'live') {
      say(`${version} is live, so ${id} had nothing to do`);
      return;
    }
  }
  const left = timeout === undefined ? {} : { timeout: Math.max(1, timeout - (Date.now() - began)) };
  await followToEnd(client, id, { json, stopOnHold, ...left });
}

async function askOnce(key: string, ask: () => Promise<Submitted>): Promise<Submitted> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ClientFailure) || error.status !== 503) throw error;
    const next = `repeat the command with --key ${key}: it then starts nothing twice`;
    throw new CommandFailure(exitCodes.usage, `${error.message}; ${next}`);
  }
}

function describe(submitted: Submitted, version: string): string {
  const { id, state, behind, note, frozen } = submitted;
  const waits = frozen === undefined ? '' : `; it waits before its first traffic: ${frozen}`;
  switch (state) {
    case 'running': {
      const to = submitted.version === undefined ? '' : ` and goes back to ${version}`;
      return `${id} runs${to}; sluice release watch ${id}${waits}`;
    }
    case 'queued':
      return `${id} waits for ${behind ?? 'another release'} to end${note === undefined ? '' : `: ${note}`}${waits}`;
    case 'live':
      return `${version} is live already${id === null ? '' : ` (${id})`}; nothing was started`;
  }
}
