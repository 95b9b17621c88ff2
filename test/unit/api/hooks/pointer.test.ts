import { expect, test } from 'vitest';
import { at, textAt } from '../../../../api/hooks/pointer.ts';

const document = { data: { tags: ['v1', 'v2'], 'a/b': 1, 'm~n': true, empty: '' }, none: null };

test.each([
  ['/data/tags/1', 'v2'],
  ['/data/a~1b', '1'],
  ['/data/m~0n', 'true'],
  ['/data/empty', ''],
  ['/none', undefined],
  ['/data', undefined],
  ['/data/tags/2', undefined],
  ['/data/tags/length', undefined],
  ['/none/x', undefined],
  ['/constructor/name', undefined],
  ['/__proto__', undefined],
])('%s is %j', (pointer, text) => {
  expect(textAt(document, pointer)).toBe(text);
});

test('what is no text is found as it is', () => {
  expect(at(document, '/data/tags')).toEqual(['v1', 'v2']);
});
