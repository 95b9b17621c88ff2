import { expect, test } from 'vitest';
import { pauseFor } from '../../../activities/heartbeats.ts';

test('activities beat each second, and hundreds of them more seldom, well within the 5 s that Temporal waits', () => {
  expect([1, 50, 75, 125, 3000].map(pauseFor)).toEqual([1000, 1000, 1500, 2500, 2500]);
});
