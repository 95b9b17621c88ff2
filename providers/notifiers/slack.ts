/** One message a release, edited in place as the release goes on, with its events in the thread below it. */
import { z } from 'zod';
import type { SlackNotifier } from '../../config/notifiers/slack.ts';
import type { ProviderContext } from '../context.ts';
import { pageOf } from '../page-address.ts';
import type { Notification, Notifier } from './notifier.ts';
import { firstMessage, releaseMessage, replyTo, type Message } from './slack/message.ts';
import { askSlack, type SlackAccess } from './slack/web-client.ts';

/** Where the message of a release is, and for which step people were asked to approve last. */
const kept = z.object({ channel: z.string(), ts: z.string(), asked: z.number().optional() });

type Kept = z.output<typeof kept>;

/** Somebody took the message away, or nobody may edit it any more: a new one takes its place. */
const GONE = ['message_not_found', 'cant_update_message', 'edit_window_closed', 'channel_not_found'];

/** Writes to one channel. What is posted in the moment in which the process dies may be posted again. */
export function createSlackNotifier(config: SlackNotifier, context: ProviderContext): Notifier {
  return {
    async send(notification, { signal, memory }) {
      const access = accessOf(context);
      const known = kept.safeParse(memory).data;
      const told = isAskedFor(config, notification);
      const link = pageOf(context, notification);
      if (notification.release === undefined) {
        if (told) await post(access, config.channel, firstMessage(notification, link), {}, signal);
        return undefined;
      }
      const { status } = notification;
      const message = status === undefined ? undefined : releaseMessage(status, link);
      const shown =
        known === undefined || message === undefined || (await update(access, known, message, signal))
          ? known
          : undefined;
      if (shown === undefined) {
        const first = message ?? firstMessage(notification, link);
        const at = await post(access, config.channel, first, {}, signal);
        return { ...at, ...askedNow(notification) };
      }
      const asks = askedNow(notification).asked;
      const isAsked = asks !== undefined && asks !== shown.asked;
      if (!told && !isAsked) return undefined;
      // What is edited tells nobody, so what asks for somebody is shown in the channel too.
      const thread = inThread(shown.ts, notification.page || isAsked);
      await post(access, shown.channel, replyTo(notification, { told, isAsked, link }), thread, signal);
      return { ...shown, ...askedNow(notification) };
    },
  };
}

/** Where a message goes: into the channel, below another message, or both. */
type Thread =
  | Record<never, never>
  | { thread_ts: string; reply_broadcast: true }
  | { thread_ts: string; reply_broadcast: false };

function inThread(ts: string, inChannelToo: boolean): Thread {
  return inChannelToo ? { thread_ts: ts, reply_broadcast: true } : { thread_ts: ts, reply_broadcast: false };
}

function accessOf({ slack, environment }: ProviderContext): SlackAccess {
  if (slack === undefined) {
    throw new Error(
      'there is no slack: in the settings of this daemon; add its botToken, and start it again',
    );
  }
  return { settings: slack, environment };
}

async function post(
  access: SlackAccess,
  channel: string,
  message: Message,
  thread: Thread,
  signal: AbortSignal,
): Promise<Omit<Kept, 'asked'>> {
  const answer = await askSlack(
    access,
    async (client) =>
      client.chat.postMessage({ channel, ...message, ...thread, unfurl_links: false, unfurl_media: false }),
    { signal },
  );
  const posted = kept.omit({ asked: true }).safeParse(answer);
  if (!posted.success) throw new Error('Slack did not say where the message is');
  return posted.data;
}

/** Whether the message was still there. */
async function update(
  access: SlackAccess,
  { channel, ts }: Kept,
  message: Message,
  signal: AbortSignal,
): Promise<boolean> {
  const answer = await askSlack(access, async (client) => client.chat.update({ channel, ts, ...message }), {
    signal,
    unless: GONE,
  });
  return answer !== undefined;
}

/** The step for which people are asked to approve, where they are. */
function askedNow({ status }: Notification): { asked?: number } {
  return status?.approval === undefined || status.phase === 'finished' ? {} : { asked: status.step };
}

function isAskedFor({ on }: SlackNotifier, { kind, page }: Notification): boolean {
  return on.some((each) => each === kind || (each === 'page' && page));
}
