import { logGamma } from '../../analysis/log-space.ts';

/** Random numbers that are the same in every run with the same seed. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform: () => number;
  /** A Poisson count. */
  poisson: (mean: number) => number;
  /** A standard normal number. */
  normal: () => number;
}

/** sfc32 by Chris Doty-Humphrey: 128 bits of state, so that streams of different seeds do not meet. */
export function seeded(...seeds: number[]): Random {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (const seed of seeds) {
    a ^= seed;
    for (let i = 0; i < 15; i += 1) next();
  }
  const uniform = (): number => next() / 4294967296;
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    normal,
    poisson: (mean) => (mean < 15 ? multiplied(mean, uniform) : rejected(mean, uniform)),
  };
}

/** By multiplying uniforms: quick for small means. */
function multiplied(mean: number, uniform: () => number): number {
  const limit = Math.exp(-mean);
  let product = uniform();
  let count = 0;
  while (product > limit) {
    product *= uniform();
    count += 1;
  }
  return count;
}

/** Transformed rejection, PTRS of W. Hörmann (1993), exact for means of 10 and more. */
function rejected(mean: number, uniform: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverse = 1.1239 + 1.1328 / (b - 3.4);
  const quick = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const near = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / near + b) * u + mean + 0.43);
    if (near >= 0.07 && v <= quick) return count;
    if (count < 0 || (near < 0.013 && v > near)) continue;
    const log = Math.log((v * inverse) / (a / (near * near) + b));
    if (log <= count * Math.log(mean) - mean - logGamma(count + 1)) return count;
  }
}
