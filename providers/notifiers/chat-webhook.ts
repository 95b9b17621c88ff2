import type { ChatNotifier } from '../../config/notifiers/chats.ts';
import type { ProviderContext } from '../context.ts';
import type { HttpAnswer } from '../http-request.ts';
import { pageOf } from '../page-address.ts';
import type { Notification, Notifier } from './notifier.ts';
import { reveal } from './revealed.ts';
import { sendRequest } from './send-request.ts';

/**
 * A message in a chat for each event, posted as JSON to a webhook whose URL is the secret. `messageOf` is given the
 * address of the page that the event is of. `isGone` says which answers mean that the webhook is no more, beside 410.
 */
export function createChatNotifier(
  { url }: ChatNotifier,
  context: ProviderContext,
  messageOf: (notification: Notification, link: string | undefined) => unknown,
  isGone?: (answer: HttpAnswer) => boolean,
): Notifier {
  return {
    async send(notification, { signal }) {
      const secrets = reveal(context.environment);
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(messageOf(notification, pageOf(context, notification)));
      const to = await secrets.of(url);
      const gone = isGone === undefined ? {} : { isGone };
      await sendRequest({ method: 'POST', url: to, headers, body, masked: secrets.masked, ...gone }, signal);
      return undefined;
    },
  };
}
