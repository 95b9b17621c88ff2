import { totalOf, type Finding, type Step } from './step.ts';

const WINDOW = 1000;
const ENOUGH = 100;

/**
 * Whether the old slot gets no new requests any more: two windows in a row, each of at least 1 s and 100 requests,
 * in which none ended there, after one window of 1 s in which its last requests had ended. Routers count requests
 * when they end, so one that ends long after the change begins the proof anew. With little traffic the windows are
 * as full as they get within the patience. Undefined: look on. Pure.
 */
export function judgeCutover(steps: readonly Step[], patienceOver: boolean): Finding | undefined {
  const quiet = steps.slice(steps.findLastIndex(({ other }) => other > 0) + 1);
  const proof = afterSettling(quiet);
  const seen = totalOf(proof);
  const told = `none of ${seen.candidate} requests in ${(seen.length / 1000).toFixed(1)} s went to the old slot`;
  if (fullWindows(proof) >= 2) return { kind: 'proven', message: told };
  if (!patienceOver) return undefined;
  const all = totalOf(steps);
  if (all.candidate + all.other === 0) return { kind: 'no-traffic', message: 'no request was seen at all' };
  if (seen.length < 2 * WINDOW) {
    return {
      kind: 'late',
      message: `the old slot still ended ${all.other} requests after all traffic was moved`,
    };
  }
  return seen.candidate > 0
    ? { kind: 'proven', message: `${told}; no more came` }
    : { kind: 'no-traffic', message: 'the old slot is quiet, but so is the candidate' };
}

/** What follows the first window of quiet. */
function afterSettling(quiet: readonly Step[]): readonly Step[] {
  let length = 0;
  const settled = quiet.findIndex((step) => (length += step.length) >= WINDOW);
  return settled === -1 ? [] : quiet.slice(settled + 1);
}

function fullWindows(steps: readonly Step[]): number {
  let windows = 0;
  let open = { length: 0, candidate: 0 };
  for (const step of steps) {
    open = { length: open.length + step.length, candidate: open.candidate + step.candidate };
    if (open.length < WINDOW || open.candidate < ENOUGH) continue;
    windows += 1;
    open = { length: 0, candidate: 0 };
  }
  return windows;
}
