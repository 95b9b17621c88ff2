import type { Random } from './random.ts';

/** Seconds in a base interval: every rule is checked this often. */
export const INTERVAL = 10;

/** How bad requests come. */
export type Noise =
  /** `size` of them belong together, evenly by chance over `over` base intervals; 1 is at once. */
  | { kind: 'bursts'; size: number; over: number }
  /** Single instances stand still for `seconds`, and every request to them is bad meanwhile. */
  | { kind: 'pauses'; seconds: number };

/** What some instances counted in one base interval. */
export interface Interval {
  total: number;
  bad: number;
}

/** Some instances of one version: the expected requests in a base interval and their bad rate make an interval. */
export type Source = (requests: number, rate: number) => Interval;

/** So many instances with the same noise; what belongs together stays on them. */
export function source(noise: Noise, instances: number, random: Random): Source {
  if (noise.kind === 'pauses') {
    const part = noise.seconds / INTERVAL;
    return (requests, rate) => {
      const pauses = random.poisson((instances * rate) / part);
      let bad = 0;
      for (let i = 0; i < pauses; i += 1) bad += random.poisson((requests / instances) * part);
      return { total: Math.max(bad, random.poisson(requests)), bad };
    };
  }
  const { size, over } = noise;
  const pending = Array.from({ length: over }, () => 0);
  let now = 0;
  return (requests, rate) => {
    const bursts = random.poisson((requests * rate) / size);
    if (over === 1) pending[0] = bursts * size;
    else
      for (let i = 0; i < bursts * size; i += 1) {
        const at = (now + Math.floor(random.uniform() * over)) % over;
        pending[at] = (pending[at] ?? 0) + 1;
      }
    const bad = pending[now] ?? 0;
    pending[now] = 0;
    now = (now + 1) % over;
    return { total: Math.max(bad, random.poisson(requests)), bad };
  };
}
