import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { createClient, type ApiClient } from '../api/client.ts';
import { ClientFailure } from '../api/client/failure.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';

const DEFAULT_SERVER = 'http://127.0.0.1:7600';

interface ConnectionOptions {
  server?: string;
  actor?: string;
  tokenFile?: string;
  breakGlass?: boolean;
}

/**
 * The API that a command talks to, from its options, then the environment, then the defaults. Throws a `CommandFailure`
 * where that is no URL of an API, or would be sent the token in plain text.
 */
export function connect(command: Command): ApiClient {
  const options = command.optsWithGlobals<ConnectionOptions>();
  const { server, actor, breakGlass = false } = options;
  const url = baseUrl(server ?? process.env['SLUICE_SERVER'] ?? DEFAULT_SERVER);
  const token = credential(options);
  if (token !== undefined) keepSecret(url);
  return createClient(url, actor ?? process.env['SLUICE_ACTOR'] ?? systemUser(), {
    breakGlass,
    ...(token === undefined ? {} : { token }),
  });
}

/** A token may change while a release is followed for hours, so its file is read at each use. No option takes it: arguments are seen by everybody on the machine. */
function credential({ tokenFile }: ConnectionOptions): (() => Promise<string>) | undefined {
  const given = tokenFile === undefined ? process.env['SLUICE_TOKEN'] : undefined;
  if (given !== undefined && given !== '') return async () => given.trim();
  const file = tokenFile ?? process.env['SLUICE_TOKEN_FILE'];
  if (file === undefined || file === '') return undefined;
  return async () => {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new ClientFailure('unreachable', `the token file cannot be read: ${why}`, file);
    });
    return text.trim();
  };
}

function keepSecret(url: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || /^(?:127\.[\d.]+|localhost|\[::1\])$/.test(hostname)) return;
  throw new CommandFailure(exitCodes.usage, `${url} would be sent the token in plain text; call it by https`);
}

/** Whether the command was asked to print JSON. */
export function wantsJson(command: Command): boolean {
  return command.optsWithGlobals<{ json?: boolean }>().json === true;
}

function baseUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new CommandFailure(exitCodes.usage, `${text} is no URL; name the API like ${DEFAULT_SERVER}`);
  }
  const base = url.origin + url.pathname.replace(/\/+$/, '');
  if (url.search === '' && url.hash === '') return base;
  const message = `the URL of the API ends before ${url.search}${url.hash}; leave that out`;
  throw new CommandFailure(exitCodes.usage, message);
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
