import { expect, test } from 'vitest';
import type { LaneView } from '../../../api/wire/lane.ts';
import { plainPaint } from '../../../cli/paint.ts';
import { renderLane } from '../../../cli/render-lane.ts';
import { routerState } from '../../../cli/render-router.ts';
import { BEGAN } from './views.ts';

test('a blocked lane says why, and what ends it', () => {
  const lines = renderLane(
    {
      lane: 'checkout.production',
      live: { slot: 'blue', version: 'v1' },
      running: null,
      waiting: {
        id: 'checkout.production.13',
        kind: 'rollback',
        version: 'v3',
        actor: 'bob',
        queuedAt: BEGAN,
      },
      blocked: {
        reason: 'ann let go of it: the router is being replaced',
        since: BEGAN,
        release: 'checkout.production.12',
      },
      nextNumber: 14,
      past: [
        {
          id: 'checkout.production.12',
          kind: 'release',
          version: 'v2',
          outcome: 'left',
          reason: 'ann let go of it: the router is being replaced',
          finishedAt: BEGAN,
        },
      ],
      router: null,
      routerEvents: [],
      good: [
        { version: 'v1', release: 'checkout.production.11', number: 11 },
        { version: 'v0', release: 'checkout.production.8', number: 8 },
      ],
    },
    { now: BEGAN, width: 100, paint: plainPaint },
  );
  expect(lines.join('\n')).toMatchSnapshot();
});

const idle: LaneView = {
  lane: 'checkout.production',
  live: { slot: 'blue', version: 'v1' },
  running: null,
  waiting: null,
  blocked: null,
  nextNumber: 2,
  past: [],
  good: [],
  router: { state: 'as-written', since: BEGAN, message: '', lookedAt: BEGAN + 57_000 },
  routerEvents: [],
};
const frame = { now: BEGAN + 60_000, width: 100, paint: plainPaint };

test('an idle lane says how its router was found, and when', () => {
  expect(renderLane(idle, frame)).toContain('router   as written, looked at 3.0s ago');
  const router = { state: 'as-written', since: BEGAN, message: '', lookedAt: null } as const;
  expect(renderLane({ ...idle, router }, frame)).toContain('router   as written, not looked at yet');
  expect(routerState(router, frame.now)).toBe('as written');
});

test('a router that drifted says since when, what is done about it, and what was before', () => {
  const message =
    'somebody else changed the router: the split is blue 50 %, green 50 %, not blue 100 %, green 0 %; it stays ' +
    'so by the policy hold: put it right by hand, or adopt what is there';
  const lines = renderLane(
    {
      ...idle,
      router: { state: 'drift', since: BEGAN + 5000, message, lookedAt: BEGAN + 57_000 },
      routerEvents: [
        { at: BEGAN + 5000, message, page: true },
        { at: BEGAN - 86_400_000, message: 'the router is as it was written again', page: false },
      ],
    },
    frame,
  );
  expect(lines.join('\n')).toMatchSnapshot();
});
