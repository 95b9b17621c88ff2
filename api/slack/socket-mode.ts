/** Socket Mode: Slack is called, and tells over that connection, so that a daemon needs no public address. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LogLevel, SocketModeClient } from '@slack/socket-mode';
import type { SlackSettings } from '../../config/slack.ts';
import { silent } from '../../providers/notifiers/slack/web-client.ts';
import { mask, resolveSecrets } from '../../providers/secrets.ts';
import type { ApiContext } from '../context.ts';
import type { Acknowledged, SlackDesk } from './desk.ts';

/** Waits between two attempts, in milliseconds: doubled from the shortest to the longest. */
const SHORTEST_WAIT = 500;
const LONGEST_WAIT = 60_000;
/** Time until Slack says hello, in milliseconds. */
const PATIENCE = 20_000;

/** Time for the end of a connection, in milliseconds. */
const GOODBYE = 2000;

/** A connection that is kept. */
export interface SocketMode {
  /** Ends it, and waits for what was taken. */
  stop: () => Promise<void>;
}

/** Connects in the background, and again whenever the connection ends. Trouble is told in the log, never thrown. */
export function keepConnected(
  { log }: Pick<ApiContext, 'log'>,
  slack: SlackSettings,
  desk: SlackDesk,
): SocketMode {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function connectAgainAndAgain(): Promise<void> {
    let wait = SHORTEST_WAIT;
    while (!signal.aborted) {
      try {
        const connection = await connect(slack, desk, signal);
        log.info('connected to Slack by Socket Mode');
        wait = SHORTEST_WAIT;
        await connection.ended;
      } catch (error) {
        if (signal.aborted) return;
        const why = error instanceof Error ? error.message : String(error);
        log.warn(
          `no connection to Slack by Socket Mode, so no button and no command reaches this daemon: ${why}`,
        );
      }
      await sleep(wait, undefined, { signal }).catch(() => undefined);
      wait = Math.min(LONGEST_WAIT, wait * 2);
    }
  }

  const running = connectAgainAndAgain();
  return {
    async stop() {
      stopping.abort();
      // Slack may be gone, and its goodbye is not worth waiting for.
      await Promise.race([running, sleep(GOODBYE, undefined, { ref: false })]);
      await desk.settled();
    },
  };
}

/** One connection. The client's own way of connecting again would throw where nobody can catch it. */
async function connect(
  slack: SlackSettings,
  desk: SlackDesk,
  signal: AbortSignal,
): Promise<{ ended: Promise<void> }> {
  const appToken = await resolveSecrets(slack.appToken ?? '', process.env);
  const client = new SocketModeClient({
    appToken,
    autoReconnectEnabled: false,
    logger: silent(LogLevel.ERROR),
    clientOptions: { slackApiUrl: slack.api, retryConfig: { retries: 0 }, timeout: PATIENCE / 2 },
  });
  const take = (way: (payload: unknown) => Acknowledged) => (event: Told) => {
    // An envelope that is not acknowledged is sent again over the next connection.
    event.ack(way(event.body) ?? {}).catch(() => undefined);
  };
  client.on('slash_commands', take(desk.command));
  client.on('interactive', take(desk.interaction));
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  client.once('disconnected', () => end());
  const leave = (): void => void client.disconnect();
  signal.addEventListener('abort', leave, { once: true });
  void ended.then(() => signal.removeEventListener('abort', leave));
  const late = setTimeout(leave, PATIENCE);
  try {
    await client.start();
    signal.throwIfAborted();
    return { ended };
  } catch (error) {
    // It may have come up in the very moment.
    leave();
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : 'the connection was closed';
    throw new Error(mask(why, [appToken]), { cause: error });
  } finally {
    clearTimeout(late);
  }
}

/** What the client tells of an envelope. */
interface Told {
  body: unknown;
  ack: (answer?: Record<string, unknown>) => Promise<void>;
}
