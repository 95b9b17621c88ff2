/** Alerts of Prometheus' Alertmanager: what is written, and what a plan holds of it. */
import { z } from 'zod';
import { url } from '../schema/addresses.ts';
import { mapping } from '../schema/mapping.ts';
import { labelName } from '../schema/name.ts';
import { words } from '../schema/leaf.ts';
import {
  accessFindings,
  accessKeys,
  resolveAccess,
  type PrometheusAccess,
} from '../sources/prometheus/access.ts';
import { on, type On } from './interest.ts';
import type { NotifierInput } from './notifier-input.ts';

/** An alert while a person is asked for. */
export interface AlertmanagerNotifier {
  kind: 'alertmanager';
  on: On[];
  /** Base URL. */
  url: string;
  /** Beside those that tell the alert by, such as for routing. */
  labels: Record<string, string>;
  access: PrometheusAccess;
}

const STANDARD = 'page';

/** Alertmanager. */
export const alertmanager = mapping({
  url: url('Base URL of the Alertmanager.', 'http://alertmanager.example.com:9093'),
  labels: z
    .record(labelName, words('text', 'A value.'))
    .prefault({})
    .meta({ description: 'Further labels of the alert, such as a team.' }),
  ...accessKeys,
  on: on(STANDARD),
})
  .meta({ description: 'An alert of an Alertmanager while a person is asked for.' })
  .transform(({ on: asked, labels, ...written }): NotifierInput => ({
    findings: () => accessFindings(written),
    resolve: (folder) => ({
      kind: 'alertmanager',
      on: asked ?? [STANDARD],
      url: written.url.replace(/\/+$/, ''),
      labels,
      access: resolveAccess(written, folder),
    }),
  }));
