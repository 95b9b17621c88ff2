import { expect, test } from 'vitest';
import {
  compareAddress,
  matchPath,
  partAddress,
  partIn,
  partName,
  pathBelow,
  withQuery,
} from '../../../web/routing/address.ts';

test.each([
  ['', '', {}],
  ['releases/:id', 'releases/shop.production.1', { id: 'shop.production.1' }],
  ['releases/:id', 'releases/shop.production.1/', { id: 'shop.production.1' }],
  ['compare/:a/:b', 'compare/a%2Fb/100%', { a: 'a/b', b: '100%' }],
  ['releases/:id', 'releases', undefined],
  ['releases/:id', 'releases/', undefined],
  ['releases/:id', 'lanes/a', undefined],
  ['', 'releases', undefined],
])('the pattern %j says of the path %j: %j', (pattern, path, params) => {
  expect(matchPath(pattern, path)).toEqual(params);
});

test('two releases side by side are at an address that says which is on the left', () => {
  const address = compareAddress('shop.production.1', 'cart.staging.2');
  expect(address).toBe('releases/shop.production.1/compare/cart.staging.2');
  const params = { id: 'shop.production.1', other: 'cart.staging.2' };
  expect(matchPath('releases/:id/compare/:other', address)).toEqual(params);
});

test.each([
  ['metric', 'errors of /cart #2', 'metric-errors of /cart #2'],
  ['step', 0, 'step-0'],
  ['event', 17, 'event-17'],
] as const)('the %s %s of a release has an address, which names it again', (kind, which, part) => {
  expect(partName(kind, which)).toBe(part);
  const address = new URL(partAddress('shop.production.1', part), 'http://sluice/ui/');
  expect(address.pathname).toBe('/ui/releases/shop.production.1');
  expect(partIn(address.hash)).toBe(part);
});

test('an address without a fragment names no part, and one that is no text is taken as it stands', () => {
  expect(partIn('')).toBe('');
  expect(partIn('#100%')).toBe('100%');
});

test('what lies below the base is what comes after it', () => {
  expect(pathBelow('/prefix/ui/', '/prefix/ui/releases/a.b.1')).toBe('releases/a.b.1');
  expect(pathBelow('/ui/', '/v1/lanes')).toBeUndefined();
});

test('a query changes by its keys, and an empty value takes one away', () => {
  const query = new URLSearchParams('q=shop&state=held');
  expect(withQuery(query, { q: 'cart & co' })).toBe('?q=cart+%26+co&state=held');
  expect(withQuery(query, { q: '', state: '' })).toBe('');
});
