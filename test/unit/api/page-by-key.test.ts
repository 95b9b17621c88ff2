import { expect, test } from 'vitest';
import { highestFirst, inOrder, pageByKey } from '../../../api/page-by-key.ts';

const rows = ['b', 'a', 'd', 'c'];
const letters = { list: 'letters', keyOf: (row: string) => row, limit: 3 };

test('pages follow each other in the order of their keys', () => {
  const first = pageByKey(rows, letters);
  expect(first).toEqual({ page: ['a', 'b', 'c'], next: expect.any(String) });
  const after = first.next === undefined ? {} : { cursor: first.next };
  expect(pageByKey(rows, { ...letters, ...after })).toEqual({ page: ['d'] });
  expect(pageByKey([...rows, 'bb'], { ...letters, ...after })).toEqual({ page: ['d'] });
  expect(pageByKey(rows, { ...letters, limit: 4 })).toEqual({ page: ['a', 'b', 'c', 'd'] });
});

test.each([
  'YWJj',
  Buffer.from('numbers a').toString('base64url'),
  Buffer.from('letters ').toString('base64url'),
])('the cursor %s is none of the list', (cursor) => {
  expect(() => pageByKey(rows, { ...letters, cursor })).toThrow(/none of this list/);
});

test('numbers are in their order as keys', () => {
  const numbers = [3, 20, 1_800_000_000_000];
  expect(numbers.map(inOrder).toSorted()).toEqual(numbers.map(inOrder));
  expect(numbers.map(highestFirst).toSorted()).toEqual(numbers.map(highestFirst).toReversed());
});
