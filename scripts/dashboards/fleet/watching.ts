import { graph } from '../graph.ts';
import type { Row } from '../layout.ts';
import { DAEMONS, LANES } from '../selectors.ts';

const lateness = (share: number): string =>
  `histogram_quantile(${share}, sum by (le) (rate(sluice_watch_lateness_seconds_bucket{${DAEMONS}}[$__rate_interval])))`;

/** Whether candidates are looked at in time, and with data. */
export const watching: Row = {
  title: 'Watching',
  panels: [
    graph({
      title: 'Checks come late by',
      description:
        'From when a check was due until all of it was read, by all workers. Above 1 s faults are found later than planned.',
      width: 8,
      unit: 's',
      bound: 1,
      min: 0,
      queries: [
        { expr: lateness(0.99), legend: '99 %' },
        { expr: lateness(0.5), legend: 'half' },
      ],
    }),
    graph({
      title: 'Time since the last check',
      description: 'The 10 longest of the lanes chosen. More than 30 s pages.',
      width: 8,
      unit: 's',
      bound: 30,
      min: 0,
      queries: [{ expr: `topk(10, min by (lane) (sluice_watch_age_seconds{${LANES}}))`, legend: '{{lane}}' }],
    }),
    graph({
      title: 'Blocks in a row without data',
      description: 'A metric that gives nothing proves nothing: a bake that ends so holds.',
      width: 8,
      unit: 'short',
      bound: 3,
      min: 0,
      queries: [
        {
          expr: `topk(10, max by (lane, metric) (sluice_watch_blocks_without_data{${LANES}}) > 0)`,
          legend: '{{lane}} {{metric}}',
        },
      ],
    }),
    graph({
      title: 'Holds, by reason',
      description: 'Releases that hold, in the lanes chosen.',
      width: 8,
      unit: 'short',
      drawn: 'stacked',
      min: 0,
      queries: [
        {
          expr: `count by (reason) (max by (release, reason) (sluice_release_hold_since_timestamp_seconds{${LANES}}))`,
          legend: '{{reason}}',
        },
      ],
    }),
    graph({
      title: 'Routers that were changed by others',
      description: 'Idle lanes whose router is other than it was written. The next release there is refused.',
      width: 8,
      unit: 'short',
      drawn: 'steps',
      min: 0,
      queries: [{ expr: `max by (lane) (sluice_lane_drift{${LANES}}) > 0`, legend: '{{lane}}' }],
    }),
    graph({
      title: 'Time since the router of an idle lane was read',
      description: 'The 10 longest of the lanes chosen. A change there would not be seen.',
      width: 8,
      unit: 's',
      bound: 120,
      min: 0,
      queries: [
        { expr: `topk(10, min by (lane) (sluice_lane_look_age_seconds{${LANES}}))`, legend: '{{lane}}' },
      ],
    }),
  ],
};
