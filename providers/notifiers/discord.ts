import { z } from 'zod';
import type { ChatNotifier } from '../../config/notifiers/chats.ts';
import type { ProviderContext } from '../context.ts';
import type { HttpAnswer } from '../http-request.ts';
import { createChatNotifier } from './chat-webhook.ts';
import type { Notification, Notifier } from './notifier.ts';
import { cut, facts, headline } from './words.ts';

/** Characters that Discord takes. */
const TITLE = 256;
const DESCRIPTION = 4096;
const VALUE = 1024;
const RED = 0xd3_2f_2f;
const GREY = 0x60_7d_8b;
/** The webhook was deleted. */
const UNKNOWN_WEBHOOK = 10_015;

/** A message in Discord for each event, by a webhook of a channel. */
export function createDiscordNotifier(config: ChatNotifier, context: ProviderContext): Notifier {
  return createChatNotifier(config, context, messageOf, isGone);
}

const refusalSchema = z.object({ code: z.number() });

function isGone({ status, body }: HttpAnswer): boolean {
  if (status !== 404) return false;
  try {
    return refusalSchema.safeParse(JSON.parse(body)).data?.code === UNKNOWN_WEBHOOK;
  } catch {
    return false;
  }
}

function messageOf(notification: Notification, link: string | undefined): unknown {
  const { at, page, message } = notification;
  return {
    // What somebody wrote as a reason must call nobody.
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: cut(headline(notification), TITLE),
        // It makes a link of the title.
        ...(link === undefined ? {} : { url: link }),
        description: cut(unmarked(message), DESCRIPTION),
        color: page ? RED : GREY,
        timestamp: new Date(at).toISOString(),
        fields: facts(notification).map(([name, value]) => ({
          name,
          value: cut(unmarked(value), VALUE),
          inline: true,
        })),
      },
    ],
  };
}

/** The text with nothing in it that Discord takes for markup. */
function unmarked(text: string): string {
  return text.replaceAll(/[\\*_~`|>[\]()#<]/g, String.raw`\$&`);
}
