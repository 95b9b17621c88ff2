import { figure } from '../figure.ts';
import { graph } from '../graph.ts';
import type { Row } from '../layout.ts';
import { RELEASE_CHOSEN } from '../selectors.ts';

const CHOSEN = `${RELEASE_CHOSEN}, metric=~"$metric"`;

/** What one metric says of both sides. */
export const metric: Row = {
  title: 'Metric $metric',
  repeat: 'metric',
  panels: [
    graph({
      title: '$metric: share of bad requests',
      description:
        'Of each side at the present weight. Of a latency metric: slower than so many seconds, at each edge that enough requests pass.',
      width: 10,
      unit: 'percentunit',
      min: 0,
      queries: [
        {
          expr: `max by (side, edge) (sluice_watch_bad_ratio{${CHOSEN}})`,
          legend: '{{side}} {{edge}}',
        },
      ],
    }),
    graph({
      title: '$metric: requests judged',
      description: 'Of each side at the present weight.',
      width: 8,
      unit: 'short',
      min: 0,
      queries: [{ expr: `max by (side) (sluice_watch_requests{${CHOSEN}})`, legend: '{{side}}' }],
    }),
    figure({
      title: '$metric: at most so many times as bad',
      description: 'What is excluded is more than this many times the bad rate of the stable side.',
      width: 6,
      unit: 'short',
      query: { expr: `min(sluice_watch_exclusion_ratio{${CHOSEN}})` },
      nothing: 'nothing is excluded yet',
    }),
    figure({
      title: '$metric: proven safe in about',
      description: 'At the present weight and with the traffic of now. 0 is proven.',
      width: 6,
      unit: 's',
      query: { expr: `min(sluice_watch_until_safe_seconds{${CHOSEN}})` },
      nothing: 'not expected',
    }),
  ],
};
