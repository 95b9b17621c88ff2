import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { ClientFailure } from '../api/client-failure.ts';
import type { ApiClient, SubmitRequest } from '../api/client.ts';
import type { Submitted } from '../api/wire/submit.ts';
import { connect, wantsJson } from './connection.ts';
import { durationOption } from './duration-option.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import { followToEnd } from './follow.ts';
import { parseLane, type LaneName } from './lane-name.ts';
import { printJson, printLines, say } from './output.ts';
import { awaitTurn } from './await-turn.ts';

interface StartOptions {
  wait?: boolean;
  timeout?: number;
  stopOnHold?: boolean;
  reason?: string;
  key?: string;
  revision?: string;
}

/** `sluice release start SERVICE@ENVIRONMENT VERSION`. */
export function registerStart(release: Command): void {
  release
    .command('start')
    .description('start a release of a version')
    .argument('<lane>', 'SERVICE@ENVIRONMENT', parseLane)
    .argument('<version>', 'an image tag, revision or SHA')
    .option('--wait', 'follow it to its end; the exit status says how it ended')
    .option(
      '--timeout <duration>',
      'with --wait: stop following after this time (exit status 5)',
      durationOption,
    )
    .option('--stop-on-hold', 'with --wait: stop following when it is held (exit status 3)')
    .option('--reason <text>', 'why, for the report')
    .option('--revision <revision>', 'the source revision')
    .option('--key <key>', 'idempotency key: repeating the command with it starts nothing twice')
    .action(async (lane: LaneName, version: string, options: StartOptions, command: Command) => {
      const client = connect(command);
      const json = wantsJson(command);
      const { timeout, reason, revision, stopOnHold = false } = options;
      const submitted = await submit(client, options.key ?? randomUUID(), {
        service: lane.service,
        environment: lane.environment,
        version,
        ...(reason === undefined ? {} : { reason }),
        ...(revision === undefined ? {} : { revision }),
      });
      if (json) printJson(submitted);
      else printLines([describe(submitted, version)]);
      if (options.wait !== true || submitted.state === 'live' || submitted.id === null) return;
      const began = Date.now();
      if (submitted.state === 'queued') {
        say(`waiting for ${submitted.behind ?? 'the release before it'} to end`);
        await awaitTurn(client, lane.lane, submitted.id, timeout);
      }
      const left = timeout === undefined ? {} : { timeout: Math.max(1, timeout - (Date.now() - began)) };
      await followToEnd(client, submitted.id, { json, stopOnHold, ...left });
    });
}

async function submit(client: ApiClient, key: string, request: SubmitRequest): Promise<Submitted> {
  try {
    return await client.submit(request, key);
  } catch (error) {
    if (!(error instanceof ClientFailure) || error.status !== 503) throw error;
    const next = `repeat the command with --key ${key}: it then starts nothing twice`;
    throw new CommandFailure(exitCodes.usage, `${error.message}; ${next}`);
  }
}

function describe({ id, state, behind, note }: Submitted, version: string): string {
  switch (state) {
    case 'running':
      return `${id} runs; sluice release watch ${id}`;
    case 'queued':
      return `${id} waits for ${behind ?? 'another release'} to end${note === undefined ? '' : `: ${note}`}`;
    case 'live':
      return `${version} is live already${id === null ? '' : ` (${id})`}; nothing was started`;
  }
}
