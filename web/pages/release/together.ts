/** All metrics of a release together: the bound on evidence against it is on their sum, not on each. Pure. */
import type { MetricEvidence } from '../../../api/wire/evidence.ts';
import { sumOfEvidence } from '../../../analysis/sum-of-evidence.ts';
import type { Tone } from '../../parts/tone.ts';
import { gaugeOf, metricView, type ErrorBounds, type Gauge, type MetricView } from './metric-view.ts';

/** What the metrics have come to together. */
export interface Together extends Gauge {
  /** Of 100, which is the bound; more where it is over. */
  points: number;
  /** How many metrics are in it. */
  metrics: number;
  /** The metric with the largest part, where the sum is over the bound and no part of it is. */
  blame?: string;
}

/** How far all metrics have come, and whose the sum is. */
export function together(evidence: readonly MetricEvidence[], against: 'harm' | 'limit'): Together {
  const { points, metrics, most } = sumOfEvidence(evidence, against);
  const gauge = gaugeOf(points);
  // What is over the bound by itself is told as 100, however far over it is.
  const alone = most !== undefined && most.part >= 100;
  return {
    ...gauge,
    text: alone ? 'over the bound' : `${gauge.text}${points >= 100 ? ', over the bound' : ''}`,
    points,
    metrics,
    ...(points >= 100 && !alone && most !== undefined ? { blame: most.name } : {}),
  };
}

/** What has to be said of all metrics, since their parts alone do not tell it. */
export function saidTogether(evidence: readonly MetricEvidence[]): { said: string; tone: Tone }[] {
  const harm = together(evidence, 'harm');
  const limit = together(evidence, 'limit');
  return [
    ...(harm.metrics > 1 || harm.points >= 100
      ? [{ said: `Harm of all metrics: ${harm.text}`, tone: harm.tone }]
      : []),
    ...(limit.points >= 100 ? [{ said: `Limits of all metrics: ${limit.text}`, tone: limit.tone }] : []),
  ];
}

/** Each metric as it is shown; one that is blamed for a sum over its bound is told so. */
export function metricViews(
  evidence: readonly MetricEvidence[],
  bounds: ErrorBounds | undefined,
): MetricView[] {
  const harm = together(evidence, 'harm').blame;
  const limit = together(evidence, 'limit').blame;
  return evidence.map((metric) => {
    const view = metricView(metric, bounds);
    if (metric.name === harm) return { ...view, word: 'harm', tone: 'bad' };
    return metric.name === limit ? { ...view, word: 'above its limit', tone: 'bad' } : view;
  });
}
