/** What was known of each metric of two releases at their ends, side by side. Pure. */
import type { MetricEvidence } from '../../../api/wire/evidence.ts';
import type { ErrorBounds, Gauge, MetricView } from '../release/metric-view.ts';
import { metricViews, saidTogether, together } from '../release/together.ts';
import type { Cell, Group, Row } from './row.ts';

/** The evidence of one release, and the bounds that it was planned with, where they are still known. */
export interface Judged {
  evidence: readonly MetricEvidence[];
  bounds: ErrorBounds | undefined;
}

/**
 * A group for each metric that either has, those of the first release first. Before them stands what all came to
 * together, where the page of either release says it.
 */
export function metricGroups(a: Judged, b: Judged): Group[] {
  const [viewsA, viewsB] = [a, b].map(({ evidence, bounds }) => metricViews(evidence, bounds));
  const names = [...new Set([...a.evidence, ...b.evidence].map(({ name }) => name))];
  const viewOf = (name: string, views: readonly MetricView[] = []): MetricView | undefined =>
    views.find((view) => view.name === name);
  return [
    ...groupOfAll([a, b]),
    ...names.map((name) => ({ name, rows: metricRows(viewOf(name, viewsA), viewOf(name, viewsB)) })),
  ];
}

function groupOfAll(sides: readonly Judged[]): Group[] {
  const row = (what: string, against: 'harm' | 'limit'): Row[] => {
    const [a, b] = sides.map(({ evidence }) => {
      const all = together(evidence, against);
      return all.metrics === 0 ? undefined : gauge(all);
    });
    return a === undefined && b === undefined ? [] : [{ what, sides: [a, b] }];
  };
  const said = sides.some(({ evidence }) => saidTogether(evidence).length > 0);
  return said ? [{ name: 'all metrics', rows: [...row('Harm', 'harm'), ...row('Limits', 'limit')] }] : [];
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
