import type { Notification } from './notifier.ts';

/** Service and environment of a lane. */
export function partsOf({ lane }: Pick<Notification, 'lane'>): { service: string; environment: string } {
  const [service = '', environment = ''] = lane.split('.');
  return { service, environment };
}

/** One line that says what it is about: `checkout@production v2: held`. */
export function headline(notification: Notification): string {
  const { service, environment } = partsOf(notification);
  const { about, kind, page } = notification;
  const version = about === undefined ? '' : ` ${about.version}`;
  const asks = page ? ', somebody has to act' : '';
  return `${service}@${environment}${version}: ${kind.replaceAll('-', ' ')}${asks}`;
}

/** What stands beside the message, by name. */
export function facts({ release, about, actor, reason }: Notification): [name: string, value: string][] {
  const from = about?.stable?.version;
  return [
    ...pair('Release', release),
    ...pair(
      'Version',
      about === undefined || from === undefined ? about?.version : `${from} → ${about.version}`,
    ),
    ...pair('By', actor),
    ...pair('Reason', reason),
  ];
}

/** The text, cut to so many characters at most. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function pair(name: string, value: string | undefined): [string, string][] {
  return value === undefined || value === '' ? [] : [[name, value]];
}
