import type { ChatNotifier } from '../../config/notifiers/chats.ts';
import type { ProviderContext } from '../context.ts';
import { createChatNotifier } from './chat-webhook.ts';
import type { Notification, Notifier } from './notifier.ts';
import { cut, facts, headline } from './words.ts';

/** Characters of one text: a whole message has 28 KB. */
const MOST = 4000;

/** A card in Microsoft Teams for each event, by a webhook of its workflows. */
export function createTeamsNotifier(config: ChatNotifier, context: ProviderContext): Notifier {
  return createChatNotifier(config, context, messageOf);
}

function messageOf(notification: Notification, link: string | undefined): unknown {
  const { page, message } = notification;
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [
            plain([run(headline(notification), { weight: 'Bolder', size: 'Medium', ...(page ? RED : {}) })]),
            plain([run(message)]),
            ...facts(notification).map(([name, value]) =>
              plain([run(`${name} `, { weight: 'Bolder' }), run(value)]),
            ),
          ],
          ...(link === undefined
            ? {}
            : { actions: [{ type: 'Action.OpenUrl', title: 'Open in Sluice', url: link }] }),
        },
      },
    ],
  };
}

const RED = { color: 'Attention' };

/** Text in which nothing is markup, whoever wrote it: a text block would make links of it. */
function plain(inlines: object[]): object {
  return { type: 'RichTextBlock', inlines };
}

function run(text: string, style: object = {}): object {
  return { type: 'TextRun', text: cut(text, MOST), ...style };
}
