import { median } from './figures.ts';
import { FIXED, playFixed, playRamp, type Ended, type RampCase } from './ramp-release.ts';
import { seeded } from './random.ts';
import type { Section } from '../section.ts';

/** A case, and what it comes to by verdict.md §8: minutes of a good release, mean excess of a bad one. */
interface Claim extends RampCase {
  claimed: { ramp: string; fixed: string };
  /** Twice the largest figure claimed is a gross breach. */
  most: number;
}

const RATES = [20, 200, 2000];
const usual = { burst: 1, burstDivisor: 1, blockSeconds: 10 };
const bursts = { burst: 4, burstDivisor: 6, blockSeconds: 10 };
/** Without errors nothing can be calibrated, and so much is assumed at the least. */
const errorless = { burst: 1, burstDivisor: 4, blockSeconds: 10 };

const CLAIMS: readonly Claim[] = [
  // "Not twice as bad" at 0.1 % is 8,000 candidate requests at 50 %, of which 20 rps give 10 a second.
  good({ ...usual, perSecond: 20, rate: 0.001 }, '2.0 to 6.3 min', 13),
  good({ ...usual, perSecond: 20, rate: 0.01 }, '2.0 to 6.3 min', 6.3),
  ...[200, 2000].flatMap((perSecond) =>
    [0.001, 0.01].map((rate) => good({ ...usual, perSecond, rate }, '2.0 to 6.3 min', 6.3)),
  ),
  ...RATES.map((perSecond) => good({ ...errorless, perSecond, rate: 0 }, '3 to 43 min', 43)),
  // Issue and manual promise it: with blocks of 1 s within a minute.
  good({ ...usual, blockSeconds: 1, perSecond: 200, rate: 0.03 }, 'under 1 min', 0.5),
  ...RATES.flatMap((perSecond) =>
    [0.001, 0.01].map((rate) => ({
      ...usual,
      perSecond,
      rate,
      fault: 'all' as const,
      claimed: { ramp: '6 to 31 bad', fixed: '15 to 1,494 bad' },
      most: 31,
    })),
  ),
  ...RATES.map((perSecond) => ({
    ...usual,
    perSecond,
    rate: 0.01,
    fault: 2,
    claimed: { ramp: '57 to 60 bad', fixed: '' },
    most: 60,
  })),
  good({ ...bursts, perSecond: 20, rate: 0.01 }, '8 to 14 min', 28),
  ...[200, 2000].map((perSecond) => good({ ...bursts, perSecond, rate: 0.01 }, '8 to 14 min', 14)),
  ...RATES.map((perSecond) => ({
    ...bursts,
    perSecond,
    rate: 0.01,
    fault: 2,
    claimed: { ramp: '232 bad', fixed: '' },
    most: 232,
  })),
];

function good(each: Omit<RampCase, 'fault'>, ramp: string, most: number): Claim {
  return { ...each, fault: 1, claimed: { ramp, fixed: `${FIXED} min` }, most };
}

/** A ramp with a budget of 50 against fixed steps of 5, 10, 25 and 50 % of 5 minutes, by the same verdict (§8). */
export function ramp(releases: number, progress: (text: string) => void): Section {
  const breaches: string[] = [];
  const rows = CLAIMS.map((claim, i) => {
    const name = nameOf(claim);
    progress(name);
    const ramped = Array.from({ length: releases }, (_, j) => playRamp(claim, seeded(7000 + i, j)));
    const fixed = Array.from({ length: releases }, (_, j) => playFixed(claim, seeded(7000 + i, j)));
    const found = figureOf(claim, ramped);
    if (!(found <= 2 * claim.most)) breaches.push(`ramp, ${name}: ${textOf(claim, ramped)}`);
    // 1 % of the good ones may be stopped, and 5 % of those at the safe margin may come through: of so few releases
    // three standard deviations more are still chance.
    const wrong = ramped.filter(({ end }) => end === (claim.fault === 1 ? 'fail' : 'done')).length;
    const may = claim.fault === 1 ? 0.01 : 0.05;
    if (wrong > may * releases + 3 * Math.sqrt(may * (1 - may) * releases))
      breaches.push(`ramp, ${name}: ${wrong} ended otherwise`);
    return [name, textOf(claim, ramped), textOf(claim, fixed), claim.claimed.ramp, claim.claimed.fixed];
  });
  return {
    title: `A ramp (budget 50) and fixed steps of 5, 10, 25 and 50 % of 5 minutes: ${releases} releases each; a good one's median time, a bad one's mean of bad responses in excess until it is undone`,
    columns: ['case', 'ramp', 'fixed steps', 'promised: ramp', 'promised: fixed steps'],
    rows,
    breaches,
  };
}

function nameOf({ perSecond, rate, fault, burstDivisor, burst, blockSeconds }: RampCase): string {
  const noise = burst === 1 ? '' : `, bursts of ${burst}, m = ${burstDivisor}`;
  const blocks = blockSeconds === 10 ? '' : `, blocks of ${blockSeconds} s`;
  const what = fault === 1 ? 'good' : fault === 'all' ? 'total outage' : `x${fault}`;
  const bad = rate === 0 ? 'no errors' : `${100 * rate} % bad`;
  return `${what}, ${perSecond} rps, ${bad}${noise}${blocks}`;
}

/** Median minutes of a good release, those that never came through at the end; mean excess of a bad one. */
function figureOf({ fault }: RampCase, ended: readonly Ended[]): number {
  if (fault !== 1) return ended.reduce((sum, { excess }) => sum + excess, 0) / ended.length;
  return median(ended.map(({ end, minutes }) => (end === 'done' ? minutes : Infinity))) ?? Infinity;
}

function textOf(claim: RampCase, ended: readonly Ended[]): string {
  const figure = figureOf(claim, ended);
  const done = ended.filter(({ end }) => end === 'done').length;
  const failed = ended.filter(({ end }) => end === 'fail').length;
  if (claim.fault === 1) return `${figure.toFixed(1)} min${failed === 0 ? '' : `, ${failed} stopped`}`;
  const open = ended.length - done - failed;
  const through = done === 0 ? '' : `, ${done} through`;
  return `${figure.toFixed(0)} bad${through}${open === 0 ? '' : `, ${open} undecided`}`;
}
