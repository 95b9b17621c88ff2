import { describe, expect, test } from 'vitest';
import { forecastPlan } from '../../../../cli/plan/forecast.ts';
import { coursePlot } from '../../../../web/pages/plan/course-plot.ts';
import { courseOf, courseSentence } from '../../../../web/pages/plan/course.ts';
import { checkout, planOf } from './plans.ts';

function courseBy(steps: readonly string[], perSecond: number) {
  const plan = planOf(checkout([...steps, 'cutover']));
  const told = forecastPlan(plan, { perSecond, rates: { errors: [0.01] }, origin: 'given' });
  return { told, course: courseOf(plan, told) };
}

describe('the course of a good version', () => {
  test('has each weight for as long as its bakes, and ends when the forecast says', () => {
    const steps = [
      '{ shift: 5% }',
      '{ bake: { for: 6m } }',
      '{ bake: { for: 10m } }',
      '{ shift: 50% }',
      '{ approve: { count: 1 } }',
    ];
    const { told, course } = courseBy(steps, 50);
    expect(course).toEqual([
      {
        share: 0.05,
        from: 0,
        to: 960,
        end: 'goes on',
        said: expect.stringMatching(/^baked for a time.*; baked/),
      },
      { share: 0.5, from: 960, to: 960, end: 'asks', said: 'people approve' },
      { share: 1, from: 960, to: 960, end: 'goes on', said: 'cutover' },
    ]);
    expect(course.at(-1)?.to).toBe(told.durations.expected / 1000);
    expect(courseSentence(course)).toBe(
      'A version as good as what is live is at 100 % after about 16 min; a person is asked once.',
    );
  });

  test('says where it cannot be known in time, and what becomes of it', () => {
    const steps = (policy: string) => [
      '{ shift: 1% }',
      `{ bake: { until: safe, max: 10m, onInconclusive: ${policy} } }`,
      '{ shift: 50% }',
      '{ bake: { for: 5m } }',
    ];
    const [held] = courseBy(steps('hold'), 5).course;
    expect(held).toMatchObject({ to: 600, end: 'asks' });
    expect(held?.said).toMatch(
      /^not known in time, errors needs about .* to be proven safe: a person is asked$/,
    );
    const reverted = courseBy(steps('revert'), 5).course;
    expect(reverted).toHaveLength(1);
    expect(courseSentence(reverted)).toBe(
      'A version as good as what is live is not known to be so at 1 %, and reverts after about 10 min.',
    );
    expect(courseSentence(courseBy(steps('hold'), 1e6).course)).toContain('nobody has to be asked');
  });

  test('of a ramp has every weight that it comes to', () => {
    const { told, course } = courseBy(['{ ramp: { max: 30m } }'], 2000);
    expect(course.slice(0, -1).map(({ share }) => share)).toEqual(
      told.ramps[0]?.good.weights.map(({ share }) => share),
    );
    expect(course.at(-1)?.to).toBeCloseTo(told.durations.expected / 1000, 2);
  });

  test('is nothing without a weight', () => {
    const { course } = courseBy([], 50);
    expect([course, coursePlot(course)]).toEqual([[], undefined]);
    expect(courseSentence(course)).toContain('Nothing is compared');
  });
});

test('a drawing is of 0 to 100, and a weight has its word where there is room for it', () => {
  const { course } = courseBy(
    [
      '{ shift: 1% }',
      '{ bake: { for: 6m } }',
      '{ shift: 25% }',
      '{ bake: { for: 114m } }',
      '{ shift: 50% }',
      '{ approve: { count: 1 } }',
    ],
    50,
  );
  const plot = coursePlot(course);
  expect(plot?.line).toBe('M0 100V99H5V75H100V50H100V0H100');
  expect(plot?.weights.map(({ text }) => text)).toEqual(['25 %', '100 %']);
  expect(plot?.stops).toEqual([{ x: 100, y: 50, end: 'asks', text: 'asks' }]);
  expect(plot?.times.map(({ text }) => text)).toEqual(['0', '30 min', '60 min', '1.5 h', '2 h']);
});
