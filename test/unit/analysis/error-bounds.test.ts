import { expect, test } from 'vitest';
import { decide } from '../../../analysis/decision.ts';
import { advance, begin } from '../../../analysis/verdict.ts';
import { summarise } from '../../../analysis/summary.ts';
import { block, errorMetric, settings, sides } from './release.ts';
import { poisson, uniform } from './seeded.ts';

interface Tried {
  stopped: number;
  provenWithin: number;
}

/** Releases of 100 blocks with 50 candidate and 450 stable requests a block at a bad rate of 1 %. */
function tryReleases(releases: number, ratio: number, seed: number): Tried {
  const random = uniform(seed);
  const used = { ...settings, plannedBlocks: 100 };
  const metrics = [errorMetric({ margin: 1, negligible: 0, floor: 0 })];
  const conditions = { minRequests: 0, minSeconds: 0, deadlinePassed: false };
  const tried = { stopped: 0, provenWithin: 0 };
  for (let release = 0; release < releases; release += 1) {
    let state = begin(metrics, used);
    for (let i = 0; i < 100; i += 1) {
      const row = [50, poisson(0.5 * ratio, random), 450, poisson(4.5, random)] as const;
      state = advance(state, metrics, used, block(i, { errors: sides(row) }));
      if (decide(state, metrics, used, conditions).outcome === 'fail') {
        tried.stopped += 1;
        break;
      }
    }
    if (summarise(state, metrics, used)[0]?.proven === true) tried.provenWithin += 1;
  }
  return tried;
}

test('good releases are stopped in at most 1.5 % of the cases, at a check each block', () => {
  expect(tryReleases(250, 1, 11).stopped / 250).toBeLessThanOrEqual(0.015);
});

test('releases at the safe margin are called safe in at most 5 % of the cases, and stopped in most', () => {
  const twice = tryReleases(150, 2, 12);
  expect(twice.provenWithin / 150).toBeLessThanOrEqual(0.05);
  expect(twice.stopped / 150).toBeGreaterThan(0.5);
});

test('releases with five times the errors are all stopped', () => {
  expect(tryReleases(30, 5, 13).stopped).toBe(30);
});
