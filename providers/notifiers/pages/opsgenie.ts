import type { OpsgenieNotifier } from '../../../config/notifiers/pagers.ts';
import type { ProviderContext } from '../../context.ts';
import { pageOf } from '../../page-address.ts';
import type { Notification, Notifier } from '../notifier.ts';
import { reveal } from '../revealed.ts';
import { sendRequest } from '../send-request.ts';
import { cut, facts, headline, partsOf } from '../words.ts';
import { createPageNotifier } from './page-notifier.ts';

/** Characters that Opsgenie takes. */
const MESSAGE = 130;
const DESCRIPTION = 15_000;

/** An alert of Opsgenie while a person is asked for. */
export function createOpsgenieNotifier(config: OpsgenieNotifier, context: ProviderContext): Notifier {
  return createPageNotifier(config.on, async ({ act, key }, notification, signal) => {
    const secrets = reveal(context.environment);
    const about = `/v2/alerts/${encodeURIComponent(key)}`;
    const path = {
      trigger: '/v2/alerts',
      acknowledge: `${about}/acknowledge?identifierType=alias`,
      resolve: `${about}/close?identifierType=alias`,
    }[act];
    const note = { source: 'Sluice', note: notification.message };
    await sendRequest(
      {
        method: 'POST',
        url: `${config.url}${path}`,
        headers: {
          'content-type': 'application/json',
          authorization: `GenieKey ${await secrets.of(config.key)}`,
        },
        body: JSON.stringify(
          act === 'trigger' ? alertOf(notification, key, config, pageOf(context, notification)) : note,
        ),
        masked: secrets.masked,
        // What it cannot read it never will.
        isHopeless: ({ status }) => status === 400 || status === 422,
      },
      signal,
    );
  });
}

function alertOf(
  notification: Notification,
  key: string,
  { priority }: OpsgenieNotifier,
  link: string | undefined,
): unknown {
  const { lane, kind, message } = notification;
  const { service, environment } = partsOf(notification);
  // It has no field for a link, so the address stands where people look, and among the properties.
  const below = link === undefined ? '' : `\n\n${link}`;
  return {
    message: cut(headline(notification), MESSAGE),
    alias: key,
    description: `${cut(message, DESCRIPTION - below.length)}${below}`,
    entity: lane,
    source: 'Sluice',
    priority,
    tags: ['sluice', service, environment, kind],
    details: { ...Object.fromEntries(facts(notification)), ...(link === undefined ? {} : { Link: link }) },
  };
}
