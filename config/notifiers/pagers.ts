/** Services that page people: what is written, and what a plan holds of it. */
import { secret, url } from '../schema/addresses.ts';
import { oneOf } from '../schema/leaf.ts';
import { mapping } from '../schema/mapping.ts';
import { absoluteIn } from './absolute.ts';
import { on, type On } from './interest.ts';
import type { NotifierInput } from './notifier-input.ts';

const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
const PRIORITIES = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
const STANDARD = 'page';

/** An incident of PagerDuty, by its Events API v2. */
export interface PagerdutyNotifier {
  kind: 'pagerduty';
  on: On[];
  url: string;
  /** A reference to the integration key. */
  key: string;
  severity: (typeof SEVERITIES)[number];
}

/** An alert of Opsgenie. */
export interface OpsgenieNotifier {
  kind: 'opsgenie';
  on: On[];
  url: string;
  /** A reference to the key of an API integration. */
  key: string;
  priority: (typeof PRIORITIES)[number];
}

/** PagerDuty. */
export const pagerduty = mapping({
  key: secret('Integration key of a service, for the Events API v2.'),
  severity: oneOf(SEVERITIES, 'Of the alert.').prefault('critical'),
  url: url('Base URL. Default: https://events.pagerduty.com.', 'https://events.eu.pagerduty.com').prefault(
    'https://events.pagerduty.com',
  ),
  on: on(STANDARD),
})
  .meta({ description: 'An incident of PagerDuty while a person is asked for.' })
  .transform(({ on: asked, key, severity, url: base }): NotifierInput => ({
    findings: () => [],
    resolve: (folder) => ({
      kind: 'pagerduty',
      on: asked ?? [STANDARD],
      url: base.replace(/\/+$/, ''),
      key: absoluteIn(folder)(key),
      severity,
    }),
  }));

/** Opsgenie. */
export const opsgenie = mapping({
  key: secret('Key of an API integration.'),
  priority: oneOf(PRIORITIES, 'Of the alert.').prefault('P1'),
  url: url('Base URL. Default: https://api.opsgenie.com.', 'https://api.eu.opsgenie.com').prefault(
    'https://api.opsgenie.com',
  ),
  on: on(STANDARD),
})
  .meta({ description: 'An alert of Opsgenie while a person is asked for.' })
  .transform(({ on: asked, key, priority, url: base }): NotifierInput => ({
    findings: () => [],
    resolve: (folder) => ({
      kind: 'opsgenie',
      on: asked ?? [STANDARD],
      url: base.replace(/\/+$/, ''),
      key: absoluteIn(folder)(key),
      priority,
    }),
  }));
