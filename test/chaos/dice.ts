import { seeded } from '../../bench/verdict/random.ts';

/** What a schedule is drawn from: the same seed draws the same. */
export interface Dice {
  /** Uniform in [0, 1). */
  uniform: () => number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** True with this chance, 0 to 1. */
  chance(share: number): boolean;
  /** One of the keys, each as often as its weight says. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T;
  pick<T>(from: readonly T[]): T;
}

/** The dice of a seed; different streams of one seed are independent of each other. */
export function diceOf(seed: number, stream = 0): Dice {
  const { uniform } = seeded(seed, stream);
  const pick: Dice['pick'] = (from) => {
    const picked = from[Math.floor(uniform() * from.length)];
    if (picked === undefined) throw new Error('There is nothing to pick from.');
    return picked;
  };
  return {
    uniform,
    pick,
    whole: (least, most) => least + Math.floor(uniform() * (most - least + 1)),
    chance: (share) => uniform() < share,
    weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
      const entries: [T, number][] = [];
      for (const key in weights) entries.push([key, weights[key]]);
      let left = uniform() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      const found = entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1);
      if (found === undefined) throw new Error('There is nothing to choose from.');
      return found[0];
    },
  };
}
