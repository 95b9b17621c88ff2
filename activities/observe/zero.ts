import { totalOf, type Finding, type Step } from './step.ts';

const WINDOW = 1000;

/**
 * Whether the candidate gets no requests any more: none ended there for at least 1 s in which the stable side was
 * seen to answer. Undefined: look on. Pure.
 */
export function judgeZero(steps: readonly Step[], patienceOver: boolean): Finding | undefined {
  const since = steps.slice(steps.findLastIndex(({ candidate }) => candidate > 0) + 1);
  const quiet = totalOf(since);
  const time = `${(quiet.length / 1000).toFixed(1)} s`;
  if (quiet.length >= WINDOW && quiet.other > 0) {
    const message = `none of ${quiet.other} requests in ${time} went to the candidate`;
    return { kind: 'proven', message, steps: since };
  }
  if (!patienceOver) return undefined;
  if (quiet.length >= WINDOW) return { kind: 'no-traffic', message: `no traffic seen in ${time}` };
  const { candidate, length } = totalOf(steps);
  if (length === 0)
    return { kind: 'late', message: 'the router has counted nothing since the weight was set to 0' };
  return {
    kind: 'late',
    message: `the candidate still ended ${candidate} requests after its weight was set to 0`,
  };
}
