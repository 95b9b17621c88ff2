import { graph } from '../graph.ts';
import type { Row } from '../layout.ts';
import { DAEMONS, LANES } from '../selectors.ts';

const perMinute = (by: string, selected: string): string =>
  `60 * sum by (${by}) (rate(${selected}[$__rate_interval]))`;

/** What does not work, and is tried again or not. */
export const failures: Row = {
  title: 'What fails',
  panels: [
    graph({
      title: 'Failed attempts a minute, by activity',
      description: 'All lanes. Nearly all are tried again; the log of the worker says why.',
      width: 8,
      unit: 'short',
      min: 0,
      queries: [
        {
          expr: `${perMinute('activity', `sluice_activity_attempts_total{${DAEMONS}, outcome="failed"}`)} > 0`,
          legend: '{{activity}}',
        },
      ],
    }),
    graph({
      title: 'Events not told a minute, by notifier',
      description:
        '`failed` is tried again for days, `lost` is not. `sluice notify list` says what the other side answers.',
      width: 8,
      unit: 'short',
      min: 0,
      queries: [
        {
          expr: `${perMinute('notifier, outcome', `sluice_notifications_total{${DAEMONS}, outcome=~"failed|lost"}`)} > 0`,
          legend: '{{notifier}} {{outcome}}',
        },
      ],
    }),
    graph({
      title: 'Writes to routers a minute, by what came of them',
      description: 'Of the lanes chosen. `drift`: somebody else had written; `fenced`: a newer act had.',
      width: 8,
      unit: 'short',
      min: 0,
      queries: [
        {
          expr: perMinute('outcome', `sluice_traffic_writes_total{${LANES}}`),
          legend: '{{outcome}}',
        },
      ],
    }),
    graph({
      title: 'Missed runs of schedules',
      description: 'In the lanes chosen: more than 10 minutes late, and not made up for.',
      width: 8,
      unit: 'short',
      drawn: 'steps',
      min: 0,
      queries: [
        {
          expr: `max by (lane, schedule) (sluice_schedule_missed_runs{${LANES}}) > 0`,
          legend: '{{lane}} {{schedule}}',
        },
        {
          expr: `max by (lane, schedule) (sluice_schedule_paused{${LANES}}) > 0`,
          legend: '{{lane}} {{schedule}} is paused',
        },
      ],
    }),
    graph({
      title: 'Workflows whose tasks fail',
      description:
        'They stand still, unwatched, and lose nothing. Nearly always the worker has the wrong version.',
      width: 8,
      unit: 'short',
      drawn: 'steps',
      min: 0,
      queries: [
        { expr: `max by (workflow) (sluice_workflow_tasks_failing{${DAEMONS}})`, legend: '{{workflow}}' },
      ],
    }),
    graph({
      title: 'Restarts of the embedded Temporal',
      description: 'Since the daemon was started. More than 2 in 15 minutes page.',
      width: 8,
      unit: 'short',
      drawn: 'steps',
      min: 0,
      queries: [{ expr: `sluice_temporal_restarts_total{${DAEMONS}}`, legend: '{{instance}}' }],
    }),
  ],
};
