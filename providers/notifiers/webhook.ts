import { Webhook } from 'standardwebhooks';
import type { WebhookNotifier } from '../../config/notifiers/webhook.ts';
import type { ProviderContext } from '../context.ts';
import { pageOf } from '../page-address.ts';
import { eventId } from './event-id.ts';
import { revealHeaders } from './headers.ts';
import type { Notification, Notifier } from './notifier.ts';
import { reveal } from './revealed.ts';
import { sendRequest } from './send-request.ts';
import { partsOf } from './words.ts';

/** A signed request for each event, by the rules of standardwebhooks.com. */
export function createWebhookNotifier(config: WebhookNotifier, context: ProviderContext): Notifier {
  return {
    async send(notification, { signal }) {
      const secrets = reveal(context.environment);
      const signing: string[] = [];
      for (const each of config.secrets) signing.push(await secrets.of(each));
      const body = JSON.stringify(payloadOf(notification, pageOf(context, notification)));
      const headers = {
        ...(await revealHeaders(config.headers, secrets)),
        'content-type': 'application/json',
        ...signed(eventId(notification), body, signing),
      };
      const url = await secrets.of(config.url);
      await sendRequest({ method: 'POST', url, headers, body, masked: secrets.masked }, signal);
      return undefined;
    },
  };
}

/** The three headers of a message. Every secret signs: the receiver takes the signature that it can check. */
function signed(id: string, body: string, secrets: string[]): Record<string, string> {
  const now = new Date();
  const signatures = secrets.map((secret, index) => {
    if (!/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(secret)) {
      const which = secrets.length === 1 ? 'the secret' : `secret ${index + 1}`;
      throw new Error(`${which} of the webhook is not whsec_ and then base64 of 24 to 64 bytes`);
    }
    return new Webhook(secret).sign(id, now, body);
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}

/** What is sent: the kind as a type, the time of the event, the event, and the address of its page. */
function payloadOf({ status: _status, ...event }: Notification, link: string | undefined): unknown {
  return {
    type: `${event.release === undefined ? 'lane' : 'release'}.${event.kind}`,
    timestamp: new Date(event.at).toISOString(),
    data: { ...partsOf(event), ...event, ...(link === undefined ? {} : { link }) },
  };
}
