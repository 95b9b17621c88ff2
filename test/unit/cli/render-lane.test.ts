import { expect, test } from 'vitest';
import { plainPaint } from '../../../cli/paint.ts';
import { renderLane } from '../../../cli/render-lane.ts';
import { BEGAN } from './views.ts';

test('a blocked lane says why, and what ends it', () => {
  const lines = renderLane(
    {
      lane: 'checkout.production',
      live: { slot: 'blue', version: 'v1' },
      running: null,
      waiting: { id: 'checkout.production.13', version: 'v3', actor: 'bob', queuedAt: BEGAN },
      blocked: {
        reason: 'ann let go of it: the router is being replaced',
        since: BEGAN,
        release: 'checkout.production.12',
      },
      nextNumber: 14,
      past: [
        {
          id: 'checkout.production.12',
          version: 'v2',
          outcome: 'left',
          reason: 'ann let go of it: the router is being replaced',
          finishedAt: BEGAN,
        },
      ],
    },
    100,
    plainPaint,
  );
  expect(lines.join('\n')).toMatchSnapshot();
});
