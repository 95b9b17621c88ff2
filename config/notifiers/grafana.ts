/** Annotations of Grafana: what is written, and what a plan holds of it. */
import type { Finding } from '../finding.ts';
import { secret, url } from '../schema/addresses.ts';
import { number, words } from '../schema/leaf.ts';
import { list, mapping } from '../schema/mapping.ts';
import { absoluteIn } from './absolute.ts';
import { on, type On } from './interest.ts';
import type { NotifierInput } from './notifier-input.ts';

/** A region for each release, and marks in it. */
export interface GrafanaNotifier {
  kind: 'grafana';
  on: On[];
  /** Base URL of Grafana. */
  url: string;
  /** A reference to the token of a service account. */
  token: string;
  /** UID of the one dashboard that shows them; left out: every dashboard that asks for the tags. */
  dashboard?: string;
  /** Id of the one panel of that dashboard. */
  panel?: number;
  tags: string[];
}

/** What begins and ends the region, whatever else is asked for. */
const REGION: On[] = ['started', 'refused', 'finished'];
const MARKED: On[] = ['page', 'verdict', 'undo-started', 'drift'];

/** Grafana. */
export const grafana = mapping({
  url: url('Base URL of Grafana.', 'https://grafana.example.com'),
  token: secret('Token of a service account that may write annotations.'),
  dashboard: words('the UID of a dashboard', 'UID of the one dashboard that shows them.').exactOptional(),
  panel: number(
    { min: 1, max: 1_000_000, whole: true },
    'Id of the one panel that shows them.',
  ).exactOptional(),
  tags: list(words('a tag', 'A tag.'), 20)
    .prefault(['sluice'])
    .meta({ description: 'Tags beside service, environment and version. Default: sluice.' }),
  on: on('page, verdict, undo-started, drift; the region of a release is drawn in any case'),
})
  .meta({ description: 'A region for each release in the graphs of Grafana, and marks in it.' })
  .transform((written): NotifierInput => ({
    findings: () => grafanaFindings(written),
    resolve: (folder) => ({
      kind: 'grafana',
      on: [...REGION, ...(written.on ?? MARKED)],
      url: written.url.replace(/\/+$/, ''),
      token: absoluteIn(folder)(written.token),
      ...(written.dashboard === undefined ? {} : { dashboard: written.dashboard }),
      ...(written.panel === undefined ? {} : { panel: written.panel }),
      tags: written.tags,
    }),
  }));

function grafanaFindings({ dashboard, panel }: { dashboard?: string; panel?: number }): Finding[] {
  if (panel === undefined || dashboard !== undefined) return [];
  const message = 'the panel of no dashboard';
  return [{ path: ['panel'], at: 'key', message, expected: 'dashboard beside it' }];
}
