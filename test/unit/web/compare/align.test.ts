import { expect, test } from 'vitest';
import { align } from '../../../../web/pages/compare/align.ts';

const likeness = (one: string, other: string): number =>
  one === other ? 2 : one.charAt(0) === other.charAt(0) ? 1 : 0;

test.each([
  ['', '', ''],
  ['a b', '', 'a- b-'],
  ['', 'a', '-a'],
  ['a b c', 'a b c', 'aa bb cc'],
  ['a c', 'a b c', 'aa -b cc'],
  ['a b1 c b2', 'a b2', 'aa b1- c- b2b2'],
  ['a b1', 'a b2', 'aa b1b2'],
  ['a b', 'b a', 'a- bb -a'],
])('%j beside %j', (a, b, pairs) => {
  const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
  const told = align(words(a), words(b), likeness).map(([one = '-', other = '-']) => `${one}${other}`);
  expect(told.join(' ')).toBe(pairs);
});
