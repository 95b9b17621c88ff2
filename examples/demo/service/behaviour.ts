/** What a version of the sample service does to requests, by its own word. */
export interface Behaviour {
  /** Share of requests that are answered by 500, 0 to 1. */
  errors: number;
  /** Share of answers that take more than `slowBound`, 0 to 1. */
  slow: number;
  /** Share of answers that take 300 ms longer than they would, 0 to 1. */
  late: number;
  /** Errors come so many in a row, at one instance; 1: each by itself. */
  burst: number;
}

/** What becomes of one request. */
export interface Draw {
  status: 200 | 500;
  /** Time until the answer, in milliseconds. */
  latency: number;
}

/** An answer that takes longer is slow, in milliseconds. No drawn latency lies near it, so that a busy machine rarely makes a quick answer slow. */
export const slowBound = 100;

/** What every version does unless it says otherwise. */
export const usual: Behaviour = { errors: 0.03, slow: 0.06, late: 0, burst: 1 };

/** What a version whose name ends in `-bad` does. */
export const bad: Behaviour = { ...usual, errors: 0.2, slow: 0.4 };

/**
 * The behaviour of a version. `SAMPLE_ERRORS` and `SAMPLE_SLOW`, shares from 0 to 1, and `SAMPLE_BURST`, a whole
 * number from 1, replace the usual ones; throws when they are anything else. A version whose name ends in `-x5` has
 * five times as many errors as that, one in `-late` answers a fifth of its requests 300 ms later.
 */
export function behaviourOf(version: string, environment: Record<string, string | undefined>): Behaviour {
  if (version.endsWith('-bad')) return bad;
  const errors = shareFrom(environment, 'SAMPLE_ERRORS') ?? usual.errors;
  return {
    errors: version.endsWith('-x5') ? Math.min(1, 5 * errors) : errors,
    slow: shareFrom(environment, 'SAMPLE_SLOW') ?? usual.slow,
    late: version.endsWith('-late') ? 0.2 : usual.late,
    burst: burstFrom(environment) ?? usual.burst,
  };
}

/**
 * Draws for one request after the other, each independent of the ones before but for the errors of one burst; the
 * same seed draws the same.
 */
export function drawsOf({ errors, slow, late, burst }: Behaviour, seed: string): () => Draw {
  const random = seededRandom(seed);
  // Begun with this chance outside of a burst, bursts are so many that `errors` of all requests fail.
  const begins = errors >= 1 ? 1 : errors / (errors + burst * (1 - errors));
  let left = 0;
  return () => {
    if (left === 0 && random() < begins) left = burst;
    const failed = left > 0;
    if (failed) left -= 1;
    const latency = random() < slow ? between(150, 250) : between(5, 25);
    return { status: failed ? 500 : 200, latency: latency + (random() < late ? 300 : 0) };
  };

  function between(least: number, most: number): number {
    return least + random() * (most - least);
  }
}

function shareFrom(environment: Record<string, string | undefined>, name: string): number | undefined {
  const text = environment[name];
  if (text === undefined) return undefined;
  const share = Number(text);
  if (text !== '' && share >= 0 && share <= 1) return share;
  throw new Error(`${name} is ${JSON.stringify(text)}: give a share from 0 to 1, such as 0.02.`);
}

function burstFrom(environment: Record<string, string | undefined>): number | undefined {
  const text = environment['SAMPLE_BURST'];
  if (text === undefined) return undefined;
  const burst = Number(text);
  if (Number.isInteger(burst) && burst >= 1) return burst;
  throw new Error(`SAMPLE_BURST is ${JSON.stringify(text)}: give a whole number from 1.`);
}

/** The generator mulberry32, begun from an FNV-1a hash of the seed; numbers from 0 up to 1. */
function seededRandom(seed: string): () => number {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(seed)) state = Math.imul(state ^ byte, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
