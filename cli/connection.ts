import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { createClient, type ApiClient } from '../api/client.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';

const DEFAULT_SERVER = 'http://127.0.0.1:7600';

/** The API that a command talks to, from its options, then the environment, then the defaults. */
export function connect(command: Command): ApiClient {
  const { server, actor } = command.optsWithGlobals<{ server?: string; actor?: string }>();
  return createClient(
    baseUrl(server ?? process.env['SLUICE_SERVER'] ?? DEFAULT_SERVER),
    actor ?? process.env['SLUICE_ACTOR'] ?? systemUser(),
  );
}

/** Whether the command was asked to print JSON. */
export function wantsJson(command: Command): boolean {
  return command.optsWithGlobals<{ json?: boolean }>().json === true;
}

function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.origin;
  throw new CommandFailure(exitCodes.usage, `${text} is no URL; name the API like ${DEFAULT_SERVER}`);
}

/** The name of the user, with what the API does not take in a name replaced. */
function systemUser(): string {
  try {
    return (
      userInfo()
        .username.replaceAll(/[^A-Za-z0-9@._+-]/g, '_')
        .slice(0, 100) || 'anonymous'
    );
  } catch {
    // A container may run under a number that has no user.
    return 'anonymous';
  }
}
