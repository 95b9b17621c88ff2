import { figure } from '../figure.ts';
import type { Row } from '../layout.ts';
import { list } from '../list.ts';
import { DAEMONS, LANES } from '../selectors.ts';

/** The one that a release which is known good has: no share is asked for it any more, since it has all. */
const SHARE = `(
  max by (release) (sluice_release_weight_ratio{${LANES}})
  or max by (release) (sluice_release_phase{${LANES}})
)`;

/** Service and environment as labels of their own, for columns and links. */
function withParts(expr: string): string {
  const service = `label_replace(${expr}, "service", "$1", "lane", "([^.]+)[.].+")`;
  return `label_replace(${service}, "environment", "$1", "lane", ".+[.]([^.]+)")`;
}

const RELEASE_PAGE =
  '/d/sluice-release?var-service=${__data.fields.service}&var-environment=${__data.fields.environment}' +
  '&var-release=${__value.text}&${datasource:queryparam}&${job:queryparam}';

/** What a person sees first. */
export const now: Row = {
  title: 'Now, in the lanes chosen',
  panels: [
    figure({
      title: 'Wait for a person',
      description:
        'Releases that hold and ask. A freeze or the stop switch is not counted: it ends by itself.',
      width: 4,
      unit: 'short',
      query: {
        expr: `count(max by (release) (sluice_release_hold_since_timestamp_seconds{${LANES}, reason!~"freeze|stop"}))`,
      },
      alarm: { from: 1 },
      nothing: '0',
    }),
    figure({
      title: 'Run',
      description: 'Releases that are not over, whatever they do.',
      width: 4,
      unit: 'short',
      query: { expr: `count(max by (release) (sluice_release_phase{${LANES}}))` },
      nothing: '0',
    }),
    figure({
      title: 'Go back',
      description: 'Undos that are not done. One takes seconds; look at one that takes more than 2 minutes.',
      width: 4,
      unit: 'short',
      query: { expr: `count(max by (release) (sluice_release_undo_since_timestamp_seconds{${LANES}}))` },
      alarm: { from: 1 },
      nothing: '0',
    }),
    figure({
      title: 'Lanes blocked',
      description: 'Nothing can be released there until a person has looked and adopted what serves.',
      width: 4,
      unit: 'short',
      query: { expr: `sum(max by (lane) (sluice_lane_blocked{${LANES}}))` },
      alarm: { from: 1 },
      nothing: 'not known',
    }),
    figure({
      title: 'Workers',
      description: 'That poll the queue. Without one of each nothing is done, and no candidate is watched.',
      width: 4,
      unit: 'short',
      query: { expr: `max by (queue) (sluice_workers{${DAEMONS}})`, legend: '{{queue}}' },
      alarm: { below: 1 },
      nothing: 'not known',
    }),
    figure({
      title: 'APIs that reach Temporal',
      description:
        'Part of the APIs that Temporal answered at the last scrape. The others can decide nothing.',
      width: 4,
      unit: 'percentunit',
      query: { expr: `avg(sluice_temporal_up{${DAEMONS}})` },
      alarm: { below: 1 },
      nothing: 'no API is scraped',
    }),
    list({
      title: 'Releases that run',
      description: 'The release leads to its own dashboard.',
      width: 12,
      expr: `max by (service, environment, release, phase) (${withParts(`sluice_release_phase{${LANES}}`)})
* on (release) group_left () ${SHARE}`,
      value: { name: 'share asked', unit: 'percentunit' },
      link: { column: 'release', title: 'This release', url: RELEASE_PAGE },
    }),
    list({
      title: 'Holds',
      description: 'What waits, why and for how long. `sluice release show ID` says what to answer.',
      width: 12,
      expr: `time() - max by (service, environment, release, reason) (${withParts(
        `sluice_release_hold_since_timestamp_seconds{${LANES}}`,
      )})`,
      value: { name: 'for', unit: 's' },
      link: { column: 'release', title: 'This release', url: RELEASE_PAGE },
    }),
  ],
};
