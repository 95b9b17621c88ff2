/** What was known of each metric of two releases at their ends, side by side. Pure. */
import type { MetricEvidence } from '../../../api/wire/evidence.ts';
import { metricView, type ErrorBounds, type Gauge, type MetricView } from '../release/metric-view.ts';
import type { Cell, Group, Row } from './row.ts';

/** The evidence of one release, and the bounds that it was planned with, where they are still known. */
export interface Judged {
  evidence: readonly MetricEvidence[];
  bounds: ErrorBounds | undefined;
}

/** A group for each metric that either has, those of the first release first. */
export function metricGroups(a: Judged, b: Judged): Group[] {
  const names = [...new Set([...a.evidence, ...b.evidence].map(({ name }) => name))];
  return names.map((name) => ({ name, rows: metricRows(viewOf(name, a), viewOf(name, b)) }));
}

function viewOf(name: string, { evidence, bounds }: Judged): MetricView | undefined {
  const found = evidence.find((metric) => metric.name === name);
  return found === undefined ? undefined : metricView(found, bounds);
}

function metricRows(a: MetricView | undefined, b: MetricView | undefined): Row[] {
  const row = (what: string, cell: (view: MetricView) => Cell | undefined): Row[] => {
    const sides = [a === undefined ? undefined : cell(a), b === undefined ? undefined : cell(b)] as const;
    return sides.every((each) => each === undefined) ? [] : [{ what, sides }];
  };
  const compared = [...new Set([a, b].flatMap((view) => view?.compared.map(({ what }) => what) ?? []))];
  return [
    ...row('Found', ({ word, tone }) => ({ text: word, tone })),
    ...compared.flatMap((what) =>
      row(what === 'bad' ? 'Bad' : `Slow, ${what}`, (view) => {
        const found = view.compared.find((each) => each.what === what);
        return found === undefined ? undefined : beside(found.candidate, found.stable);
      }),
    ),
    ...row('Of requests', ({ requests }) => beside(requests.candidate, requests.stable)),
    ...row('Harm', ({ harm }) => gauge(harm)),
    ...row('Limit', ({ limit }) => (limit === undefined ? undefined : gauge(limit))),
    ...row('Safety', ({ safety }) => (safety === undefined ? undefined : gauge(safety))),
    ...row('Bound', ({ bounds }) => ({ text: bounds.join('; ') })),
    ...row('Weighed', ({ weighing }) => (weighing === undefined ? undefined : { text: weighing })),
  ];
}

/** The candidate's figure, and the stable side's behind it. */
function beside(candidate: string, stable: string): Cell {
  return { text: candidate, note: `stable ${stable}` };
}

function gauge({ part, text, tone }: Gauge): Cell {
  return { text, bar: { part, tone } };
}
