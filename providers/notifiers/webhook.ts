import { Webhook } from 'standardwebhooks';
import type { WebhookNotifier } from '../../config/notifiers/webhook.ts';
import type { ProviderContext } from '../context.ts';
import { resolveSecrets, secretsIn } from '../secrets.ts';
import { eventId } from './event-id.ts';
import type { Notification, Notifier } from './notifier.ts';
import { sendRequest } from './send-request.ts';

/** A signed request for each event, by the rules of standardwebhooks.com. */
export function createWebhookNotifier(config: WebhookNotifier, context: ProviderContext): Notifier {
  return {
    async send(notification, { signal }) {
      const { environment } = context;
      const written = [config.url, ...config.secrets, ...Object.values(config.headers)];
      const secrets = await secretsIn(written.join('\n'), environment);
      const body = JSON.stringify(payloadOf(notification));
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(config.headers)) {
        headers[name.toLowerCase()] = await resolveSecrets(value, environment);
      }
      const signing: string[] = [];
      for (const each of config.secrets) signing.push(await resolveSecrets(each, environment));
      await sendRequest(
        {
          method: 'POST',
          url: await resolveSecrets(config.url, environment),
          headers: {
            ...headers,
            'content-type': 'application/json',
            ...signed(eventId(notification), body, signing),
          },
          body,
          secrets,
        },
        signal,
      );
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

/** What is sent: the kind as a type, the time of the event, and the event. */
function payloadOf({ status: _status, ...event }: Notification): unknown {
  const [service, environment] = event.lane.split('.');
  return {
    type: `${event.release === undefined ? 'lane' : 'release'}.${event.kind}`,
    timestamp: new Date(event.at).toISOString(),
    data: { service, environment, ...event },
  };
}
