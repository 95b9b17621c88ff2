import { graph } from '../graph.ts';
import type { Row } from '../layout.ts';
import { RELEASE_CHOSEN } from '../selectors.ts';

/** Powers of ten have no 0, so less than this is shown as this. */
const LEAST = 0.0001;

/** What ends the release, one way or the other. */
export const verdict: Row = {
  title: 'The verdict',
  panels: [
    graph({
      title: 'Evidence of harm over its bound',
      description:
        'Of all metrics together, in powers of ten: at 1 the release fails and goes back. Against a limit is apart, with a bound of its own.',
      width: 12,
      unit: 'short',
      bound: 1,
      min: LEAST,
      max: 1,
      log: true,
      queries: [
        {
          expr: `clamp_min(sum by (against) (max by (metric, against) (sluice_watch_harm_ratio{${RELEASE_CHOSEN}})), ${LEAST})`,
          legend: 'against the {{against}}',
        },
      ],
    }),
    graph({
      title: 'Evidence of safety over its bound',
      description:
        'Of each metric at the present weight, in powers of ten: at 1 it is proven safe. It begins again at each weight.',
      width: 12,
      unit: 'short',
      bound: 1,
      min: LEAST,
      max: 1,
      log: true,
      queries: [
        {
          expr: `clamp_min(max by (metric) (sluice_watch_safe_ratio{${RELEASE_CHOSEN}}), ${LEAST})`,
          legend: '{{metric}}',
        },
      ],
    }),
  ],
};
