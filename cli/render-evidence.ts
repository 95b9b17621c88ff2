/** What is known of each metric, in words and figures. */
import { sumOfEvidence } from '../analysis/sum-of-evidence.ts';
import type { ErrorBounds } from '../api/client/releases.ts';
import type { MetricEvidence } from '../api/wire/evidence.ts';
import { count, edge, share, shareBound, span } from './figures.ts';
import { line, wrap, type Part } from './line.ts';
import type { Paint } from './paint.ts';

const INDENT = 12;
const PAD = ' '.repeat(INDENT);

/** Lines of a metric: both sides' rates, what a latency metric counts, the evidence of it, and what is excluded. */
export function renderEvidence(
  evidence: readonly MetricEvidence[],
  bounds: ErrorBounds | undefined,
  width: number,
  paint: Paint,
): string[] {
  const dim = (text: string): string[] =>
    wrap(text, width - INDENT).map((part) => line(width, paint, PAD, { style: 'dim', text: part }));
  const lines = evidence.flatMap((metric) => {
    const name = metric.name.padEnd(INDENT - 1).slice(0, INDENT - 1);
    const { candidate, stable } = metric.stage;
    const sides =
      `candidate ${rates(metric.rates.candidate)} of ${count(candidate.total)}, ` +
      `stable ${rates(metric.rates.stable)} of ${count(stable.total)}`;
    return [
      // With several edges it is long, and what is compared has to be seen whole.
      ...wrap(sides, width - INDENT).map((part, index) =>
        line(width, paint, index === 0 ? { style: 'bold', text: `${name} ` } : PAD, part),
      ),
      ...slowerThan(metric).flatMap(dim),
      line(width, paint, PAD, ...harm(metric), ', ', ...safety(metric, bounds)),
      ...limit(metric).map((part) => line(width, paint, PAD, part)),
      ...dim(exclusion(metric)),
      ...weighing(metric).flatMap(dim),
    ];
  });
  return [...lines, ...together(evidence).map((part) => line(width, paint, PAD, part))];
}

/** What the parts alone do not tell: several below 100 may be over the bound together. */
function together(evidence: readonly MetricEvidence[]): Part[] {
  return (['harm', 'limit'] as const).flatMap((against) => {
    const { points, metrics, most } = sumOfEvidence(evidence, against);
    if (metrics < 2 || points < 10 || (most?.part ?? 0) >= 100) return [];
    const what = against === 'harm' ? 'harm' : 'being above limits';
    const over = points >= 100 ? ', over the bound' : '';
    return [
      {
        style: 'red' as const,
        text: `evidence of ${what}, all metrics together: ${Math.floor(points)} of 100${over}`,
      },
    ];
  });
}

function rates(byEdge: readonly (number | null)[]): string {
  return byEdge.length === 0 ? '–' : byEdge.map(share).join(' / ');
}

/** What the rates of a latency metric are of, edge by edge. */
function slowerThan({ edges = [] }: MetricEvidence): string[] {
  if (edges.length === 0) return [];
  if (edges.every((seconds) => seconds === 0)) return ['its edges are not chosen yet: nothing was counted'];
  return [`of these slower than ${edges.map(edge).join(' / ')}`];
}

function harm({ harmEvidence, aboveFloor }: MetricEvidence): Part[] {
  const points = Math.floor(harmEvidence ?? 0);
  const floor = aboveFloor || points < 10 ? '' : ' (below its floor, so it does not count)';
  return [{ style: against(points), text: `evidence of harm ${points} of 100${floor}` }];
}

/** A line of its own: after the cutover it is all that is judged. */
function limit({ limit: known }: MetricEvidence): Part[] {
  if (known?.harmEvidence === undefined) return [];
  const points = Math.floor(known.harmEvidence);
  return [{ style: against(points), text: `evidence of being above its limit ${points} of 100` }];
}

function against(points: number): 'red' | 'dim' {
  return points >= 10 ? 'red' : 'dim';
}

function safety(metric: MetricEvidence, bounds?: ErrorBounds): Part[] {
  const { proven, required, safeLogE, secondsUntilSafe, stage, withdrawn } = metric;
  if (proven) return [{ style: 'green', text: 'proven safe' }];
  if (stage.stable.total === 0 && stage.candidate.total > 0) return ['no stable side to compare with'];
  const name = required ? 'of safety' : 'of safety (not required)';
  if (safeLogE === null) return [`${name}: none yet`];
  if (bounds === undefined) return [`${name}: not proven yet`];
  const points = Math.min(99, Math.floor(100 * bounds.beta * Math.exp(safeLogE)));
  const expected = !withdrawn && typeof secondsUntilSafe === 'number';
  const left = expected ? `, about ${span(secondsUntilSafe * 1000)} to go` : '';
  return [`${name} ${points} of 100${left}`];
}

/** How the evidence is divided and how that is known, and what it is held to without a stable side. */
function weighing({ calibration, weighed }: MetricEvidence): string[] {
  if (calibration === undefined) return [];
  const { method, burstDivisor, badEvents } = calibration;
  const known = {
    given: 'as given',
    assumed: `assumed: ${count(badEvents)} bad requests seen`,
    pairs: `by pairs of ${count(badEvents)} bad requests`,
    halves: `by halves of ${count(badEvents)} bad requests`,
  }[method];
  const limit = weighed?.limit === undefined ? '' : `; derived limit ${share(weighed.limit)}`;
  return [`divided by ${Number(burstDivisor.toPrecision(2))}, ${known}${limit}`];
}

function exclusion({ withdrawn, exclusionBound, rateBound }: MetricEvidence): string {
  if (withdrawn) return 'the evidence has turned against the candidate; no bound holds any more';
  const bound = shareBound(rateBound);
  const parts = [
    ...(exclusionBound === null ? [] : [`not worse than ${exclusionBound} times the stable side`]),
    ...(bound === undefined ? [] : [`bad share not above ${bound}`]),
  ];
  return parts.length === 0 ? 'nothing is excluded yet' : parts.join('; ');
}
