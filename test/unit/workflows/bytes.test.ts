import { expect, test } from 'vitest';
import { bytesOf, newestWithin, oldestWithin } from '../../../workflows/bytes.ts';

test('bytes are those of the JSON in UTF-8', () => {
  expect(bytesOf('abc')).toBe(5);
  expect(bytesOf('凍結')).toBe(8);
  expect(bytesOf('\u0001')).toBe(8);
  expect(bytesOf({ a: [1, null] })).toBe('{"a":[1,null]}'.length);
});

test('of many there are as many as fit, from either end', () => {
  const items = ['aaaaa', 'b', 'c', 'd'];
  expect(newestWithin(items, 8)).toEqual(['c', 'd']);
  expect(newestWithin(items, 3)).toEqual([]);
  expect(newestWithin(items, 100)).toEqual(items);
  expect(newestWithin([], 100)).toEqual([]);
  expect(oldestWithin(items, 12)).toEqual(['aaaaa', 'b']);
  expect(oldestWithin(items, 7)).toEqual([]);
});
