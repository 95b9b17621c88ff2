import type { CloudwatchQuery } from '../../../config/sources/cloudwatch.ts';

/** One statistic of one metric, asked for under an id of its own. */
export interface Statistic {
  id: string;
  metric: string;
  stat: string;
}

/** Ids of what is counted, beside `part0`, `part1` … for the named metrics or the edges. */
export const TOTAL = 'total';
/** Counts what must be all: CloudWatch has trimmed counts of this metric at all. */
export const CONTROL = 'control';

/** The id of the named metric or edge at this place. */
export function partId(index: number): string {
  return `part${index}`;
}

/** Longer than any request, in seconds. */
const FOREVER = 1_000_000;

/**
 * What is asked of CloudWatch for one slot. Of times, a trimmed count `TC(:edge)` is the number of requests that took
 * `edge` seconds at most, as a histogram's bucket counts them. Pure.
 */
export function statisticsOf({ series, parts }: Pick<CloudwatchQuery, 'series' | 'parts'>): Statistic[] {
  if (parts.kind === 'outcome') {
    return [
      { id: TOTAL, metric: series, stat: 'Sum' },
      ...parts.metrics.map((metric, i) => ({ id: partId(i), metric, stat: 'Sum' })),
    ];
  }
  return [
    { id: TOTAL, metric: series, stat: 'SampleCount' },
    { id: CONTROL, metric: series, stat: `TC(:${FOREVER})` },
    ...parts.edges.map((edge, i) => ({ id: partId(i), metric: series, stat: `TC(:${edge})` })),
  ];
}
