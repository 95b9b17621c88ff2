import { describe, expect, it } from 'vitest';
import { cachedWorkflows } from '../../../worker/cached-workflows.ts';

describe('how many workflows are kept in memory', () => {
  it.each([
    {
      heap: 4144,
      least: 6000,
      why: '3,000 releases with their lanes fit into the heap that Node takes on 16 GiB',
    },
    { heap: 560, least: 500, why: 'a machine of 2 GiB keeps 250 releases with their lanes' },
    { heap: 100, least: 20, why: 'a heap below what Node itself takes still keeps some' },
  ])('$why', ({ heap, least }) => {
    expect(cachedWorkflows(heap)).toBeGreaterThanOrEqual(least);
  });

  it.each([256, 560, 1100, 2096, 4144])(
    'leaves half of a heap of %i MiB free by what was measured',
    (heap) => {
      const measured = 0.28;
      expect(cachedWorkflows(heap) * measured).toBeLessThanOrEqual(heap / 2);
    },
  );
});
