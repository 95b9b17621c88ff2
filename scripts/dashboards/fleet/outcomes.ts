import { figure } from '../figure.ts';
import { graph } from '../graph.ts';
import type { Row } from '../layout.ts';
import { DAEMONS, LANES } from '../selectors.ts';

const FINISHED = `sluice_releases_finished_total{${DAEMONS}}`;

/** Whole numbers, which `increase` has not: each API shows the same count, which goes on over restarts. */
const BY_END = 'max by (outcome, cause)';

/** How releases ended. */
export const outcomes: Row = {
  title: 'What came of releases',
  panels: [
    figure({
      title: 'Ended in the time shown, all lanes',
      description:
        'By outcome and, where it went back, by cause. `verdict` is what Sluice has caught. By lane: `sluice dora`.',
      width: 24,
      unit: 'short',
      query: {
        expr: `${BY_END} (${FINISHED}) - min by (outcome, cause) (min_over_time(${FINISHED}[$__range]))`,
        legend: '{{outcome}} {{cause}}',
      },
      nothing: 'no API is scraped',
    }),
    graph({
      title: 'Ended, all lanes',
      description: 'Releases in each stretch of time, by outcome and cause.',
      width: 12,
      unit: 'short',
      drawn: 'bars',
      interval: '10m',
      min: 0,
      queries: [
        {
          expr: `${BY_END} (${FINISHED}) - ${BY_END} (${FINISHED} offset $__interval)`,
          legend: '{{outcome}} {{cause}}',
        },
      ],
    }),
    graph({
      title: 'Run, by what they do',
      description:
        'In the lanes chosen. `holding` is what waits for a person, for a freeze or for the stop switch.',
      width: 12,
      unit: 'short',
      drawn: 'stacked',
      min: 0,
      queries: [
        {
          expr: `count by (phase) (max by (release, phase) (sluice_release_phase{${LANES}}))`,
          legend: '{{phase}}',
        },
      ],
    }),
  ],
};
