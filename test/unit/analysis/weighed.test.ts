import { expect, test } from 'vitest';
import { decide } from '../../../analysis/decision.ts';
import { explain } from '../../../analysis/explain.ts';
import { summarise } from '../../../analysis/summary.ts';
import { advance } from '../../../analysis/verdict.ts';
import type { Block, Weighed } from '../../../analysis/types.ts';
import { block, errorMetric, play, repeat, settings } from './release.ts';

const own = errorMetric();
const open = { minRequests: 0, minSeconds: 0, deadlinePassed: false };

function weighed(blocks: readonly Block[], by: Weighed): Block[] {
  return blocks.map((each) => ({ ...each, weighed: { errors: by } }));
}

test.each<Weighed>([
  { burstDivisor: 6 },
  { margin: 1.8 },
  { safeMargin: 1.4 },
  { burstDivisor: 3, margin: 1.5, safeMargin: 1.6 },
])('a block weighed by %j is as one of a metric with these figures', (by) => {
  const blocks = repeat(12, [100, 3, 1900, 19]);
  const alike = errorMetric(by);
  const expected = summarise(play([alike], blocks), [alike], settings);
  expect(summarise(play([own], weighed(blocks, by)), [own], settings)).toEqual(
    expected.map((each) => ({ ...each, weighed: by })),
  );
});

test('each block keeps the figures that it was weighed by', () => {
  const [first, second] = [repeat(6, [100, 4, 1900, 19]), repeat(6, [100, 2, 1900, 19])];
  const changed = errorMetric({ burstDivisor: 4 });
  const before = play([own], first);
  const expected = second.reduce((state, each) => advance(state, [changed], settings, each), before);
  const folded = play([own], [...first, ...weighed(second, { burstDivisor: 4 })]);
  expect(summarise(folded, [own], settings)[0]?.harmLogE).toBe(
    summarise(expected, [changed], settings)[0]?.harmLogE,
  );
  const after = advance(folded, [own], settings, block(12, {}));
  expect(summarise(after, [own], settings)[0]).not.toHaveProperty('weighed');
});

test('a derived limit is judged from the first block that has it, and named in the sentence', () => {
  const kept = repeat(40, [200, 12, 0, 0], { stage: '100%', share: 1 });
  const state = play([own], [...repeat(10, [100, 90, 100, 90]), ...weighed(kept, { limit: 0.02 })]);
  const verdict = decide(state, [own], settings, open);
  expect(verdict).toMatchObject({ outcome: 'fail', reason: 'limit', blame: 'errors' });
  expect(explain(verdict, state, [own], settings, open)).toContain(
    'errors is above its derived limit of 2 %',
  );
  const good = play([own], weighed(repeat(60, [200, 1, 0, 0], { stage: '100%', share: 1 }), { limit: 0.02 }));
  expect(decide(good, [own], settings, open).outcome).toBe('pass');
  const limited = errorMetric({ limit: 0.5 });
  const wide = play([limited], weighed(kept, { limit: 0.02 }));
  expect(decide(wide, [limited], settings, open).outcome).not.toBe('fail');
});
