/** What is known of one metric, in words and figures. Pure. */
import type { MetricEvidence } from '../../../api/wire/evidence.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import { count, edge, roughly, share, shareBound } from '../../../cli/figures.ts';
import type { Tone } from '../../parts/tone.ts';

/** The bounds on error that a release was planned with. */
export interface ErrorBounds {
  /** Chance that a good release is stopped. */
  alpha: number;
  /** Chance that an unsafe release is called safe. */
  beta: number;
}

/** How far evidence has come to its bound. */
export interface Gauge {
  /** From 0 to 1, on a scale of logarithms: evidence multiplies. */
  part: number;
  text: string;
  tone: Tone;
}

/** One comparison: all bad requests, or those slower than an edge. */
export interface Compared {
  what: string;
  candidate: string;
  stable: string;
  /** Shares from 0 to 1, to be drawn; null without requests. */
  shares: { candidate: number | null; stable: number | null };
}

/** A metric as it is shown. */
export interface MetricView {
  name: string;
  /** Proven, harmful, or not known yet: never green unless it is proven. */
  word: string;
  tone: Tone;
  requests: { candidate: string; stable: string };
  compared: Compared[];
  harm: Gauge;
  /** Against its limit; absent without one. */
  limit?: Gauge;
  /** Absent where there is no stable side to compare with. */
  safety?: Gauge;
  /** What is excluded, in words. */
  bounds: string[];
  /** How the evidence is divided. */
  weighing?: string;
}

/** Why there is no evidence of any metric. */
export function noEvidence({ stale, phase }: Pick<ReleaseView, 'stale' | 'phase'>): string {
  if (stale) return 'Not known: no worker answers.';
  return phase === 'finished' ? 'The candidate got no traffic.' : 'None yet: the candidate has no traffic.';
}

/** Makes it of the newest evidence. */
export function metricView(metric: MetricEvidence, bounds: ErrorBounds | undefined): MetricView {
  const { candidate, stable } = metric.stage;
  const alone = stable.total === 0 && candidate.total > 0;
  const weighing = weighedBy(metric);
  return {
    name: metric.name,
    ...wordOf(metric, alone),
    requests: { candidate: count(candidate.total), stable: count(stable.total) },
    compared: comparedOf(metric),
    harm: harmOf(metric),
    ...limitOf(metric),
    ...(alone ? {} : { safety: safetyOf(metric, bounds) }),
    bounds: boundsOf(metric, bounds),
    ...(weighing === undefined ? {} : { weighing }),
  };
}

function wordOf(metric: MetricEvidence, alone: boolean): { word: string; tone: Tone } {
  const points = metric.harmEvidence ?? 0;
  const limit = metric.limit?.harmEvidence;
  if (points >= 100 && metric.aboveFloor) return { word: 'harm', tone: 'bad' };
  if (limit !== undefined && limit >= 100) return { word: 'above its limit', tone: 'bad' };
  if (metric.withdrawn) return { word: 'turned against it', tone: 'bad' };
  if (metric.proven) return { word: 'proven safe', tone: 'good' };
  if (alone && limit !== undefined) return { word: 'held to its limit', tone: 'quiet' };
  if (alone) {
    const before = metric.overall.stable.total > 0;
    return { word: before ? 'compared until all traffic moved' : 'nothing to compare with', tone: 'quiet' };
  }
  return { word: metric.required ? 'not proven yet' : 'not proven, not required', tone: 'quiet' };
}

function comparedOf({ rates, edges = [] }: MetricEvidence): Compared[] {
  const chosen = edges.some((seconds) => seconds > 0);
  return rates.candidate.map((rate, i) => {
    const beside = rates.stable[i] ?? null;
    const at = edges[i];
    return {
      what: chosen && at !== undefined ? `over ${edge(at)}` : 'bad',
      candidate: share(rate),
      stable: share(beside),
      shares: { candidate: rate, stable: beside },
    };
  });
}

function harmOf({ harmEvidence, aboveFloor }: MetricEvidence): Gauge {
  const points = Math.max(0, harmEvidence ?? 0);
  const below = !aboveFloor && points >= 10 ? ', below its floor, so it does not count' : '';
  const gauge = gaugeOf(points);
  return {
    ...gauge,
    text: `${gauge.text}${below}`,
    tone: gauge.tone === 'bad' && !aboveFloor ? 'ask' : gauge.tone,
  };
}

/** No floor holds a limit back. */
function limitOf({ limit }: MetricEvidence): Pick<MetricView, 'limit'> {
  return limit?.harmEvidence === undefined ? {} : { limit: gaugeOf(limit.harmEvidence) };
}

/** How far evidence against the candidate has come, in points of 100. */
export function gaugeOf(points: number): Gauge {
  return {
    part: towards(points, 1),
    text: `${Math.floor(points)} of 100`,
    tone: points >= 100 ? 'bad' : points >= 10 ? 'ask' : 'quiet',
  };
}

function safetyOf(metric: MetricEvidence, bounds: ErrorBounds | undefined): Gauge {
  const { proven, safeLogE, secondsUntilSafe, withdrawn } = metric;
  if (withdrawn) return { part: 0, text: 'none any more', tone: 'quiet' };
  if (proven) return { part: 1, text: 'proven', tone: 'good' };
  if (safeLogE === null) return { part: 0, text: 'none yet', tone: 'quiet' };
  if (bounds === undefined) return { part: 0, text: 'not known without the plan', tone: 'quiet' };
  const points = Math.min(99, 100 * bounds.beta * Math.exp(safeLogE));
  const left = typeof secondsUntilSafe === 'number' ? `, about ${roughly(secondsUntilSafe)} to go` : '';
  return {
    part: towards(points, 100 * bounds.beta),
    text: `${Math.floor(points)} of 100${left}`,
    tone: 'go',
  };
}

/** How far it is from points that say nothing to 100. */
function towards(points: number, nothing: number): number {
  if (points <= nothing) return 0;
  return Math.min(1, Math.log(points / nothing) / Math.log(100 / nothing));
}

function boundsOf(
  { withdrawn, exclusionBound, rateBound, edges = [], name }: MetricEvidence,
  bounds: ErrorBounds | undefined,
): string[] {
  if (withdrawn) return ['The evidence has turned against the candidate: no bound holds any more.'];
  const sure = bounds === undefined ? '' : `, ${sureOf(bounds)} sure`;
  const bad = edges.length > 0 ? 'slow requests' : name === 'errors' ? 'errors' : 'bad requests';
  const bound = shareBound(rateBound);
  const said = [
    ...(exclusionBound === null ? [] : [`at most ${exclusionBound} times as many ${bad}${sure}`]),
    ...(bound === undefined ? [] : [`at most ${bound} ${bad}${sure}`]),
  ];
  return said.length === 0 ? ['nothing is excluded yet'] : said;
}

/** Rounded down: nothing is ever 100 % sure. */
function sureOf({ beta }: ErrorBounds): string {
  // The last digits of such products are noise.
  const unsure = Math.ceil(Number((beta * 10_000).toPrecision(9)));
  return `${Number((100 - unsure / 100).toFixed(2))} %`;
}

function weighedBy({ calibration, weighed }: MetricEvidence): string | undefined {
  if (calibration === undefined) return undefined;
  const { method, burstDivisor, badEvents } = calibration;
  if (method === 'given' && burstDivisor === 1 && weighed?.limit === undefined) return undefined;
  const known = {
    given: 'as given',
    assumed: `assumed: ${count(badEvents)} bad requests seen`,
    pairs: `measured on pairs of ${count(badEvents)} bad requests`,
    halves: `measured on halves of ${count(badEvents)} bad requests`,
  }[method];
  const limit = weighed?.limit === undefined ? '' : `; derived limit ${share(weighed.limit)}`;
  return `evidence divided by ${Number(burstDivisor.toPrecision(2))}, ${known}${limit}`;
}
