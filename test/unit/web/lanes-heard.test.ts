import { expect, test } from 'vitest';
import { withNews, withTrouble, type Lanes } from '../../../web/pages/lanes/heard.ts';
import { lane } from './lanes.ts';
import { NOW } from './releases.ts';

const NOTHING: Lanes = { fresh: { heardAt: undefined, trouble: undefined } };

test('lanes that were seen stay after the last refusal, with their age and that it is the last', () => {
  const known = withNews(NOTHING, { at: NOW, whole: true, lanes: [lane()], gone: [] }, NOW);
  const refused = withTrouble(known, 'the role viewer is missing', true);
  expect(refused.refused).toBeUndefined();
  expect(refused.lanes?.size).toBe(1);
  expect(refused.fresh).toMatchObject({
    heardAt: NOW,
    trouble: 'the role viewer is missing',
    ended: true,
  });
});

test('where no lane was seen it is said why, once it is refused for good', () => {
  expect(withTrouble(NOTHING, 'no worker', false).refused).toBeUndefined();
  expect(withTrouble(NOTHING, 'no role', true).refused).toBe('no role');
});

test('what comes in is as new as the look, says how often there is one, and is no trouble any more', () => {
  const away = withTrouble(NOTHING, 'the connection was lost', false);
  const known = withNews(
    away,
    { at: NOW, age: 3000, every: 9000, whole: true, lanes: [lane()], gone: [] },
    NOW,
  );
  expect(known.fresh).toEqual({ heardAt: NOW - 3000, every: 9000, trouble: undefined });
  const later = withNews(known, { at: NOW + 9000, every: 2100 }, NOW + 9000);
  expect(later.lanes).toBe(known.lanes);
  expect(later.fresh).toEqual({ heardAt: NOW + 9000, every: 2100, trouble: undefined });
});
