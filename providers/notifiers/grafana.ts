import { z } from 'zod';
import type { GrafanaNotifier } from '../../config/notifiers/grafana.ts';
import type { ProviderContext } from '../context.ts';
import { pageOf } from '../page-address.ts';
import type { Notification, Notifier, Sending } from './notifier.ts';
import { reveal } from './revealed.ts';
import { sendRequest } from './send-request.ts';
import { facts, headline, partsOf } from './words.ts';

/** The region of the release. */
const memorySchema = z.object({ region: z.number() });
const answerSchema = z.object({ id: z.number() });

/** A region from the begin to the end of each release, and a mark for each other event. */
export function createGrafanaNotifier(config: GrafanaNotifier, context: ProviderContext): Notifier {
  const ask = async (
    method: 'POST' | 'PATCH',
    path: string,
    annotation: object,
    signal: AbortSignal,
  ): Promise<string> => {
    const secrets = reveal(context.environment);
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${await secrets.of(config.token)}`,
    };
    const url = `${config.url}/api/annotations${path}`;
    const body = JSON.stringify(annotation);
    const answer = await sendRequest({ method, url, headers, body, masked: secrets.masked }, signal);
    return answer.body;
  };
  const create = async (annotation: object, signal: AbortSignal): Promise<number> => {
    const { dashboard, panel } = config;
    const place = {
      ...(dashboard === undefined ? {} : { dashboardUID: dashboard }),
      ...(panel === undefined ? {} : { panelId: panel }),
    };
    return answerSchema.parse(JSON.parse(await ask('POST', '', { ...place, ...annotation }, signal))).id;
  };

  async function send(notification: Notification, { signal, memory }: Sending) {
    const { kind, at, about, release } = notification;
    const tags = tagsOf(notification, config.tags);
    const text = textOf(notification, pageOf(context, notification));
    if (kind === 'started' && release !== undefined) {
      // A region that has not ended yet is as long as it is old, and grows with the end.
      return { region: await create({ time: at, timeEnd: at, tags, text }, signal) };
    }
    if ((kind === 'finished' || kind === 'refused') && release !== undefined) {
      const known = memorySchema.safeParse(memory);
      const end = {
        timeEnd: at,
        tags: [...tags, ...(about?.outcome === undefined ? [] : [about.outcome])],
        text,
      };
      if (known.success) await ask('PATCH', `/${known.data.region}`, end, signal);
      else await create({ time: about?.startedAt ?? at, ...end }, signal);
      return undefined;
    }
    await create({ time: at, tags: [...tags, kind], text }, signal);
    return undefined;
  }
  return { send };
}

function tagsOf(notification: Notification, more: string[]): string[] {
  const { service, environment } = partsOf(notification);
  const { about } = notification;
  return [...more, service, environment, ...(about === undefined ? [] : [about.version])];
}

/** Grafana shows it as HTML that it cleans, so what somebody wrote must not be taken for tags. */
function textOf(notification: Notification, link: string | undefined): string {
  const { message } = notification;
  const lines = [
    headline(notification),
    message,
    ...facts(notification).map(([name, value]) => `${name}: ${value}`),
  ];
  const escaped = lines.map((line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));
  return [...escaped, ...(link === undefined ? [] : [`<a href="${link}">Open in Sluice</a>`])].join('\n');
}
