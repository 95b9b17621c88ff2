import { Webhook } from 'standardwebhooks';
import { startReceiver, type Received, type Receiver } from './receiver.ts';

/** Takes what one who follows the rules of standardwebhooks.com takes, with this secret. */
export async function startWebhookReceiver(secret: string): Promise<Receiver> {
  return startReceiver(({ method, headers, body }) => {
    if (method !== 'POST') throw new Error(`${method} is no way to tell an event`);
    if (headers['content-type'] !== 'application/json') throw new Error('the body is not said to be JSON');
    if (headers['webhook-id']?.includes('.')) throw new Error('an id must not hold a full stop');
    new Webhook(secret).verify(body, plain(headers));
    return { status: 204 };
  });
}

function plain(headers: Received['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
