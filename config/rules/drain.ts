/** Rules about the drain. Each finding's path is a path in the environment. */
import type { Finding } from '../finding.ts';
import type { EnvironmentInput } from '../schema/environment.ts';

/** A drain is measured or timed. */
export function drainFindings(drain: EnvironmentInput['drain']): Finding[] {
  const expected = 'metric with atMost, deadline and path, or wait';
  const { metric, wait, ...others } = drain;
  if ((metric === undefined) === (wait === undefined)) {
    const message =
      metric === undefined ? 'nothing says when the slot is drained' : 'the drain has two forms at once';
    return [{ path: ['drain'], at: 'key', message, expected }];
  }
  const [stray] = Object.keys(others);
  if (wait === undefined || stray === undefined) return [];
  return [{ path: ['drain', stray], at: 'key', message: `${stray} is for a drain with metric`, expected }];
}
