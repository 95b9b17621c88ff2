/** Numbers from 0 up to 1, each independent of those before. */
export type Random = () => number;

/** Above this mean a binomial number is drawn as a normal one, rounded: their shapes differ by less than a request. */
const MANY = 500;

/** A seeded generator (mulberry32): the same seed gives the same numbers, so that a run can be looked at again. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How many of `trials` come out, each with this chance. */
export function drawBinomial(random: Random, trials: number, chance: number): number {
  if (chance <= 0 || trials <= 0) return 0;
  if (chance >= 1) return trials;
  if (chance > 0.5) return trials - drawBinomial(random, trials, 1 - chance);
  const mean = trials * chance;
  if (mean > MANY) {
    const deviation = Math.sqrt(mean * (1 - chance)) * drawNormal(random);
    return Math.min(trials, Math.max(0, Math.round(mean + deviation)));
  }
  // From one success to the next is a geometric number of trials.
  const log = Math.log1p(-chance);
  let drawn = 0;
  for (let at = skip(random, log); at < trials; at += 1 + skip(random, log)) drawn += 1;
  return drawn;
}

function skip(random: Random, log: number): number {
  return Math.floor(Math.log(1 - random()) / log);
}

function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
