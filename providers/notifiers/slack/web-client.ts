/** Slack's Web API, with the token that the settings refer to. */
import type { Logger, LogLevel, WebClient } from '@slack/web-api';
import type { SlackSettings } from '../../../config/slack.ts';
import { mask, resolveSecrets } from '../../secrets.ts';
import { Refusal } from '../refusal.ts';

/** Time for one call, in milliseconds. */
const TIMEOUT = 8000;

/** What of Slack's settings and of the process a call needs. */
export interface SlackAccess {
  settings: Pick<SlackSettings, 'botToken' | 'api'>;
  /** Environment from which `${env:NAME}` is resolved. */
  environment: Record<string, string | undefined>;
}

/** What is there for one call beside what is asked. */
interface Asking {
  signal?: AbortSignal;
  /** Words with which Slack may refuse: then the answer is undefined. */
  unless?: readonly string[];
}

/**
 * Asks Slack once, with nothing tried again by itself: whoever calls knows better when. Throws a sentence without the
 * token; a `Refusal` says when to come again, or that the call is of no use.
 */
export async function askSlack<T>(
  { settings, environment }: SlackAccess,
  ask: (client: WebClient) => Promise<T>,
  { signal, unless = [] }: Asking = {},
): Promise<T | undefined> {
  // It is large, and most daemons have no use for it.
  const { WebClient, LogLevel } = await import('@slack/web-api');
  const token = await resolveSecrets(settings.botToken, environment);
  const client = new WebClient(token, {
    slackApiUrl: settings.api,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    timeout: TIMEOUT,
    logger: silent(LogLevel.ERROR),
    fetch: async (url, init) => fetch(url, { ...init, signal: either(init?.signal, signal) }),
  });
  try {
    return await ask(client);
  } catch (error) {
    signal?.throwIfAborted();
    const word = wordOf(error);
    if (word !== undefined && unless.includes(word)) return undefined;
    throw failureOf(error, word, token);
  }
}

/** What is wrong with the message itself: no other try of it can do better. */
const HOPELESS = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_too_long',
  'msg_blocks_too_long',
  'no_text',
]);

/** What somebody has to do about a refusal. */
const NEXT: Partial<Record<string, string>> = {
  not_in_channel: 'invite the app to the channel',
  channel_not_found: 'is the id of the channel right, and the app a member where it is private?',
  is_archived: 'the channel is archived: name another one',
  invalid_auth: 'is slack.botToken that of this app?',
  not_authed: 'is slack.botToken that of this app?',
  token_revoked: 'install the app again, and give the daemon its new token',
  account_inactive: 'install the app again, and give the daemon its new token',
  missing_scope: 'add the scope to the app, and install it again',
};

function failureOf(error: unknown, word: string | undefined, token: string): Error {
  if (!(error instanceof Error)) return new Error(mask(String(error), [token]));
  if ('retryAfter' in error && typeof error.retryAfter === 'number') {
    const message = `Slack asks to wait ${error.retryAfter} s`;
    return new Refusal(message, { kind: 'later', after: error.retryAfter * 1000 });
  }
  if (word === undefined) return new Error(`Slack cannot be asked: ${mask(error.message, [token])}`);
  const next = NEXT[word];
  const message = `Slack refuses: ${mask(word, [token])}${next === undefined ? '' : `; ${next}`}`;
  return HOPELESS.has(word) ? new Refusal(message, { kind: 'never' }) : new Error(message);
}

/** Slack's own word for a refusal, such as `message_not_found`. */
function wordOf(error: unknown): string | undefined {
  if (!(error instanceof Error && 'data' in error)) return undefined;
  const { data } = error;
  if (typeof data !== 'object' || data === null || !('error' in data)) return undefined;
  return typeof data.error === 'string' ? data.error : undefined;
}

function either(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | null {
  const both = [one, other].filter((each) => each !== undefined);
  return both.length === 0 ? null : AbortSignal.any(both);
}

function quiet(): void {}

/** What goes wrong is thrown, and its own lines would be no JSON. */
export function silent(level: LogLevel): Logger {
  return {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: quiet,
    setLevel: quiet,
    setName: quiet,
    getLevel: () => level,
  };
}
