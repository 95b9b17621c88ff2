import { expect, test } from 'vitest';
import type { Calibration } from '../../../../analysis/calibration.ts';
import { weighedBy } from '../../../../activities/watch/weighed-by.ts';
import { errors } from './metric.ts';
import { asked } from './watching.ts';

const { burstDivisor: _, ...measured } = errors;
const calibration: Calibration = {
  method: 'halves',
  blockIntervals: 3,
  burstDivisor: 2.7,
  phi: 1.8,
  badEvents: 412,
};
const spread = { sigma: 0.3, stableInstances: 4 };

test.each([
  ['nothing is known', {}, {}, undefined],
  ['a divisor was measured', { errors: calibration }, {}, { burstDivisor: 2.7 }],
  ['a limit was derived', { errors: calibration }, { errors: 0.01 }, { burstDivisor: 2.7, limit: 0.01 }],
  [
    'the spread between instances is known',
    { errors: { ...calibration, spread } },
    {},
    {
      burstDivisor: 2.7,
      margin: Math.exp(2.33 * 0.3 * Math.sqrt(1 + 1 / 4)),
      safeMargin: 2 / Math.exp(1.645 * 0.3 * Math.sqrt(1 + 1 / 4)),
      controlMargin: Math.exp(2.33 * 0.3),
    },
  ],
])('a block is weighed as far as %s', (_what, calibrations, limits, expected) => {
  const watched = asked({ metrics: [measured], calibrations, limits });
  const { weighed } = weighedBy(watched, { ready: { blue: 4, green: 1 } });
  expect(weighed?.['errors']).toEqual(expected);
});

test('a divisor that the service file gives stays', () => {
  expect(weighedBy(asked({ calibrations: { errors: calibration } }), { ready: {} })).toEqual({});
});
