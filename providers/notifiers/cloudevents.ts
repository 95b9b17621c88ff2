import { CloudEvent, HTTP } from 'cloudevents';
import type { CloudEventsNotifier } from '../../config/notifiers/cloudevents.ts';
import type { ProviderContext } from '../context.ts';
import { pageOf } from '../page-address.ts';
import { toCdEvent } from './cdevents.ts';
import { revealHeaders } from './headers.ts';
import type { Notifier } from './notifier.ts';
import { reveal } from './revealed.ts';
import { sendRequest } from './send-request.ts';

/** A CloudEvent for each event, whose data is a CDEvent. */
export function createCloudEventsNotifier(config: CloudEventsNotifier, context: ProviderContext): Notifier {
  return {
    async send(notification, { signal }) {
      const secrets = reveal(context.environment);
      const data = toCdEvent(notification, config, pageOf(context, notification));
      const { id, source, type, timestamp } = data.context;
      const event = new CloudEvent({
        id,
        source,
        type,
        time: timestamp,
        subject: data.subject.id,
        datacontenttype: 'application/json',
        data,
      });
      const message = config.mode === 'binary' ? HTTP.binary(event) : HTTP.structured(event);
      const attributes = Object.entries(message.headers).map(([name, value]): [string, string] => [
        name.toLowerCase(),
        String(value),
      ]);
      const headers = {
        ...(await revealHeaders(config.headers, secrets)),
        ...Object.fromEntries<string>(attributes),
      };
      const body = typeof message.body === 'string' ? message.body : JSON.stringify(message.body);
      const url = await secrets.of(config.url);
      await sendRequest({ method: 'POST', url, headers, body, masked: secrets.masked }, signal);
      return undefined;
    },
  };
}
