import { expect, test } from 'vitest';
import { advance } from '../../../../analysis/verdict.ts';
import type { Block } from '../../../../analysis/types.ts';
import { beginState } from '../../../../activities/watch/begin.ts';
import { judge } from '../../../../activities/watch/judge.ts';
import { judgedBy } from '../../../../activities/watch/watched.ts';
import type { WatchFinding, WatchRequest, WatchState } from '../../../../activities/types.ts';
import { errors, latency } from './metric.ts';
import { asked } from './watching.ts';

/** 20 blocks of a second with these counts. */
function after(request: WatchRequest, counts: Block['counts']): WatchState {
  const state = beginState(request, 1);
  const { metrics, settings } = judgedBy(request, state);
  let { verdict } = state;
  for (let k = 0; k < 20; k += 1) {
    const block = { start: 1000 * k, seconds: 1, stage: '1', share: 0.5, counts };
    verdict = advance(verdict, metrics, settings, block);
  }
  return { ...state, verdict };
}

const side = (total: number, ...bad: number[]) => ({ total, bad });

test('a candidate that looks worse while one half of the stable side does too is asked about, not stopped', () => {
  const request = asked({ metrics: [errors] });
  const [candidate, stable] = [side(1000, 100), side(1000, 40)];
  const alike = { a: side(500, 20), b: side(500, 20) };
  const apart = { a: side(500, 38), b: side(500, 2) };
  const found = (halves: typeof alike) =>
    judge(request, after(request, { errors: { candidate, stable, halves } }), Date.now()).ends;
  expect(found(alike)).toMatchObject({ kind: 'fail', finding: 'harm' });
  expect(found(apart)).toMatchObject({
    kind: 'hold',
    finding: 'noise',
    reason: 'noise model broken',
    blame: 'errors',
    message: expect.stringContaining('one half of the stable instances'),
  });
});

test('a candidate that is much faster is asked about once, and may pass then', () => {
  const ends = (muted: WatchFinding[]) => {
    const now = Date.now();
    const bake = { until: 'elapsed', minRequests: 0, minUntil: now, maxUntil: now } as const;
    const request = asked({
      metrics: [{ ...latency, bad: { kind: 'slower', edges: [0.1] } }],
      learnt: { edges: { latency: [0.1] }, halving: {} },
      muted,
      bake,
    });
    const counts = { latency: { candidate: side(1000, 20), stable: side(1000, 900) } };
    return judge(request, after(request, counts), now).ends;
  };
  expect(ends([])).toMatchObject({ kind: 'hold', finding: 'faster', reason: 'faster than before' });
  expect(ends(['faster'])).toMatchObject({ kind: 'pass' });
});
