/** What is measured on both sides. */
import type { z } from 'zod';
import { presetNames } from '../presets/index.ts';
import { sources } from '../sources/index.ts';
import { edges } from './edges.ts';
import { number, oneOf, yesOrNo } from './leaf.ts';
import { mapping } from './mapping.ts';
import { share } from './quantities.ts';
import { rule } from './rule.ts';

/** One metric of an environment. */
export const metric = mapping({
  preset: oneOf(presetNames, 'Counters that are known by name: bad answers, or slow ones.').exactOptional(),
  ...sources,
  edges: edges.exactOptional(),
  weight: number(
    { min: 0, max: 1000, above: true },
    'Its part of the error budget, relative to the others.',
  ).prefault(1),
  margin: number({ min: 1, max: 100 }, 'How many times worse is still no harm.').prefault(1.25),
  safeMargin: number(
    { min: 1, max: 100, above: true },
    'Safe means: proven not this many times worse.',
  ).prefault(2),
  negligible: share(
    'A share of bad requests that nobody minds. Default: 0.1% for errors, 0% for latency.',
    0,
    0.5,
    'a percentage from 0% to 50%',
  ).exactOptional(),
  floor: share(
    'Below this bad share the candidate is never stopped by this metric. Default: `negligible`.',
    0,
    0.5,
    'a percentage from 0% to 50%',
  ).exactOptional(),
  burstDivisor: number(
    { min: 1, max: 10_000 },
    'How many bad requests tend to come at once. Default: measured from the stable side.',
  ).exactOptional(),
  required: yesOrNo('Whether a bake must have its proof to pass.').prefault(true),
  limit: share(
    'An absolute limit of the bad share, which also holds when no stable side is left.',
    0.00000001,
    0.99,
    'a percentage above 0%, at most 99%',
  ).exactOptional(),
  rule: rule.exactOptional(),
});

/** One metric as it was read. */
export type MetricInput = z.output<typeof metric>;
