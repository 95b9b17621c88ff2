import type { Section } from '../section.ts';
import { judge } from './judged.ts';
import { median, percent } from './figures.ts';
import { seeded } from './random.ts';
import { release } from './release.ts';
import { repeatedZTest, thresholdRule } from './rivals.ts';
import { calibrated, CELLS, courseOf, SCENARIOS, type Scenario } from './scenarios.ts';

/** verdict.md §10.3: of good releases at most so many are stopped, of unsafe ones so many called safe. */
const MOST_STOPPED = 0.015;
const MOST_WRONGLY_SAFE = 0.05;

interface Count {
  releases: number;
  stopped: number;
  wronglySafe: number;
  threshold: number;
  zTest: number;
  divisors: number[];
  safeAfter: number[];
}

/**
 * Good releases of an hour, with a check each block at the sharpest margin (1), and beside each one that is exactly
 * at the edge of what is called safe: twice the stable side's bad rate and 0.1 %. Same streams for every rule.
 */
export function goodReleases(releases: number, progress: (text: string) => void): Section {
  const rows: string[][] = [];
  const breaches: string[] = [];
  SCENARIOS.forEach((scenario, i) => {
    progress(scenario.name);
    const count = play(scenario, releases, i);
    const { stopped, wronglySafe, threshold, zTest, divisors, safeAfter } = count;
    rows.push([
      scenario.name,
      percent(stopped, releases),
      percent(wronglySafe, releases),
      percent(threshold, releases),
      percent(zTest, releases),
      (median(divisors) ?? NaN).toFixed(1),
      `${((median(safeAfter) ?? NaN) / 60).toFixed(1)} min`,
    ]);
    if (stopped > MOST_STOPPED * releases)
      breaches.push(`${scenario.name}: ${percent(stopped, releases)} of the good releases were stopped`);
    if (wronglySafe > MOST_WRONGLY_SAFE * releases)
      breaches.push(
        `${scenario.name}: ${percent(wronglySafe, releases)} of the unsafe ones were called safe`,
      );
  });
  return {
    title: `Good releases: ${String(releases)} each, 60 minutes, a check each block; at most 1.5 % stopped, at most 5 % of the unsafe called safe`,
    columns: [
      'scenario',
      'stopped',
      'wrongly safe',
      'stopped by threshold rule',
      'stopped by repeated z-test',
      'burst divisor (median)',
      'safe after (median)',
    ],
    rows,
    breaches,
  };
}

function play(scenario: Scenario, releases: number, seed: number): Count {
  const count: Count = {
    releases,
    stopped: 0,
    wronglySafe: 0,
    threshold: 0,
    zTest: 0,
    divisors: [],
    safeAfter: [],
  };
  for (let i = 0; i < releases; i += 1) {
    const random = seeded(seed, i);
    const cell = CELLS[i % CELLS.length] ?? { share: 0.05, perSecond: 50, rate: 0.005 };
    const service = { noise: scenario.noise, perSecond: cell.perSecond, rate: cell.rate };
    const termsOf = calibrated(scenario, service, Math.floor(i / CELLS.length) % 2 === 0, random);
    const good = release(
      service,
      courseOf(scenario, cell, (rate) => rate, random),
      random,
    );
    const terms = termsOf(good);
    count.divisors.push(terms.weighed(0).burstDivisor ?? NaN);
    const judged = judge(good, terms);
    if (judged.stopped !== undefined) count.stopped += 1;
    if (judged.passed !== undefined) count.safeAfter.push(judged.passed);
    if (thresholdRule(good, cell.rate) !== undefined) count.threshold += 1;
    if (repeatedZTest(good) !== undefined) count.zTest += 1;
    const unsafe = release(
      service,
      courseOf(scenario, cell, (rate) => 2 * rate + 0.001, random),
      random,
    );
    if (judge(unsafe, termsOf(unsafe), true).passed !== undefined) count.wronglySafe += 1;
  }
  return count;
}
