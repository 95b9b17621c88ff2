import { z } from 'zod';
import type { AlertmanagerNotifier } from '../../../config/notifiers/alertmanager.ts';
import { resolveCredentials } from '../../credentials.ts';
import type { ProviderContext } from '../../context.ts';
import { pageOf } from '../../page-address.ts';
import type { Memory, Notification, Notifier } from '../notifier.ts';
import { sendRequest } from '../send-request.ts';
import { headline, partsOf } from '../words.ts';
import { createPageNotifier, rememberedPages } from './page-notifier.ts';

/** An Alertmanager that was restarted has forgotten its alerts, so they are said again this often, in milliseconds. */
const AGAIN = 300_000;
/** An alert ends by itself so long after it was said last: where Sluice is down, nobody can say that it is over. */
const STANDS = 4 * 3_600_000;
/** The same where nobody is going to say it again, since the release has ended. */
const STANDS_AT_LAST = 24 * 3_600_000;

/** The alert as it was sent, to be sent again. */
const alertSchema = z.object({
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  startsAt: z.string(),
  /** The page that it is of: what Alertmanager calls its source. */
  generatorURL: z.string().exactOptional(),
});
type Alert = z.output<typeof alertSchema>;

/** An alert of an Alertmanager while a person is asked for. */
export function createAlertmanagerNotifier(config: AlertmanagerNotifier, context: ProviderContext): Notifier {
  const post = async (alert: Alert, endsAt: number, signal: AbortSignal): Promise<void> => {
    const { headers, tls, masked } = await resolveCredentials(config.access, context.environment);
    await sendRequest(
      {
        method: 'POST',
        url: `${config.url}/api/v2/alerts`,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify([{ ...alert, endsAt: new Date(endsAt).toISOString() }]),
        ...(tls === undefined ? {} : { tls }),
        masked,
        // What it cannot read it never will.
        isHopeless: ({ status }) => status === 400,
      },
      signal,
    );
  };
  return {
    async send(notification, sending) {
      let alert = alertOf(sending.memory);
      const pages = createPageNotifier(config.on, async ({ act, key, since }, event, signal) => {
        if (act === 'acknowledge') return;
        if (act === 'trigger' || alert === undefined)
          alert = toAlert(event, key, since, config, pageOf(context, event));
        const stands = event.kind === 'finished' ? STANDS_AT_LAST : STANDS;
        await post(alert, act === 'resolve' ? Date.now() : Date.now() + stands, signal);
      });
      const memory = await pages.send(notification, sending);
      return { ...memory, alert };
    },
    stands: (memory) => rememberedPages(memory).open !== null,
    repeat: {
      every: (memory) => {
        const { open, ended } = rememberedPages(memory);
        return open === null || ended ? undefined : AGAIN;
      },
      async send({ signal, memory }) {
        const alert = alertOf(memory);
        if (alert !== undefined) await post(alert, Date.now() + STANDS, signal);
        return undefined;
      },
    },
  };
}

function alertOf(memory: Memory | undefined): Alert | undefined {
  return alertSchema.safeParse(memory?.['alert']).data;
}

/** Labels tell an alert from others, so they stay as they are for as long as it stands. */
function toAlert(
  notification: Notification,
  key: string,
  since: number,
  { labels }: AlertmanagerNotifier,
  link: string | undefined,
): Alert {
  const { release, message } = notification;
  const { service, environment } = partsOf(notification);
  return {
    labels: {
      alertname: release === undefined ? 'SluiceLane' : 'SluiceRelease',
      severity: 'critical',
      ...labels,
      service,
      environment,
      ...(release === undefined ? {} : { release }),
      page: key,
    },
    annotations: { summary: headline(notification), description: message },
    startsAt: new Date(since).toISOString(),
    ...(link === undefined ? {} : { generatorURL: link }),
  };
}
