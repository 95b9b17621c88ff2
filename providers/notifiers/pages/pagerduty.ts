import type { PagerdutyNotifier } from '../../../config/notifiers/pagers.ts';
import type { ProviderContext } from '../../context.ts';
import { pageOf } from '../../page-address.ts';
import type { Notification, Notifier } from '../notifier.ts';
import { reveal } from '../revealed.ts';
import { sendRequest } from '../send-request.ts';
import { cut, facts, headline, partsOf } from '../words.ts';
import { createPageNotifier } from './page-notifier.ts';

/** Characters of a summary that PagerDuty takes. */
const SUMMARY = 1024;

/** An incident of PagerDuty while a person is asked for. */
export function createPagerdutyNotifier(config: PagerdutyNotifier, context: ProviderContext): Notifier {
  return createPageNotifier(config.on, async ({ act, key }, notification, signal) => {
    const secrets = reveal(context.environment);
    const link = pageOf(context, notification);
    const event = {
      routing_key: await secrets.of(config.key),
      event_action: act,
      dedup_key: key,
      ...(act === 'trigger'
        ? { payload: payloadOf(notification, config), client: 'Sluice', ...linkedTo(link) }
        : {}),
    };
    await sendRequest(
      {
        method: 'POST',
        url: `${config.url}/v2/enqueue`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(event),
        masked: secrets.masked,
        // What it cannot read it never will; a key that it does not know may yet be put right.
        isHopeless: ({ status, body }) => status === 400 && !/routing.?key/i.test(body),
      },
      signal,
    );
  });
}

/** What the incident leads to: by "View in Sluice", and by one of its links. */
function linkedTo(link: string | undefined): object {
  return link === undefined ? {} : { client_url: link, links: [{ href: link, text: 'Open in Sluice' }] };
}

function payloadOf(notification: Notification, { severity }: PagerdutyNotifier): unknown {
  const { lane, at, kind, message } = notification;
  const { service, environment } = partsOf(notification);
  return {
    summary: cut(`${headline(notification)}: ${message}`, SUMMARY),
    source: lane,
    severity,
    timestamp: new Date(at).toISOString(),
    component: service,
    group: environment,
    class: kind,
    custom_details: { ...Object.fromEntries(facts(notification)), message },
  };
}
