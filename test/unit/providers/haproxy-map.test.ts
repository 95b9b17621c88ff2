import { describe, expect, test } from 'vitest';
import { addressOf, endpointOf } from '../../../providers/routers/haproxy/endpoint.ts';
import {
  entriesOfAnswer,
  entriesOfFile,
  sameEntries,
  type Entry,
} from '../../../providers/routers/haproxy/entries.ts';
import { entriesFor, stateOf } from '../../../providers/routers/haproxy/map-state.ts';

const fence = { lane: 'checkout.production', release: 3, act: 2 };
const targets = {
  blue: ['http://10.0.0.11:8080', 'http://10.0.0.12:8080'],
  green: ['http://[2001:db8::21]:8080'],
};
const wanted = { split: { blue: 9500, green: 500 }, targets };

describe('the entries of a map', () => {
  test('say who wrote them, the share of green, and the instances; and are read back the same', () => {
    const entries = entriesFor(wanted, fence, 'given');
    expect(entries.map((entry) => entry.join(' '))).toEqual([
      'lane checkout.production',
      'release 3',
      'act 2',
      'green 500',
      'blue/instances 2',
      'blue/1 10.0.0.11:8080',
      'blue/2 10.0.0.12:8080',
      'green/instances 1',
      'green/1 [2001:db8::21]:8080',
    ]);
    expect(stateOf(entries, 'given')).toEqual(wanted);
  });

  test('hold no instances where these are fixed, and no share where nothing is routed', () => {
    const fixed = entriesFor(wanted, fence, 'fixed');
    expect(fixed.at(-1)).toEqual(['green', '500']);
    expect(stateOf(fixed, 'fixed').split).toEqual(wanted.split);
    const none = entriesFor({ split: null, targets: { blue: [], green: [] } }, fence, 'given');
    expect(none).toHaveLength(3);
    expect(stateOf(none, 'given')).toEqual({ split: null, targets: { blue: [], green: [] } });
  });

  test.each<[string, Entry]>([
    ['green is 5 %', ['green', '5 %']],
    ['green is 10001', ['green', '10001']],
    ['green is -1', ['green', '-1']],
    ['blue/instances is not a whole number', ['blue/instances', 'two']],
    ['blue/3 is missing', ['blue/instances', '3']],
    ['blue/1 is shop:8080', ['blue/1', 'shop:8080']],
    ['blue/1 is 10.0.0.11,', ['blue/1', '10.0.0.11']],
  ])('that somebody changed are not understood: %s', (told, change) => {
    const entries = entriesFor(wanted, fence, 'given').filter(([key]) => key !== change[0]);
    const { split, unreadable } = stateOf([...entries, change], 'given');
    expect(split).toBeNull();
    expect(unreadable).toContain(told);
  });
});

test('a file and an answer of HAProxy are read the same, comments and order aside', () => {
  const file = entriesOfFile('# a comment\n\nlane  checkout.production\n  green\t500  \n');
  const answer = entriesOfAnswer('0x55a3f24444c0 green 500\n0x55a3f2444510 lane checkout.production\n');
  expect(file).toEqual([
    ['lane', 'checkout.production'],
    ['green', '500'],
  ]);
  expect(sameEntries(file, answer)).toBe(true);
  expect(sameEntries(file, [...answer, ['green', '500']])).toBe(false);
  expect(sameEntries(file, entriesOfFile('lane checkout.production\ngreen 501'))).toBe(false);
});

test.each([
  ['http://10.0.0.11:8080', '10.0.0.11:8080'],
  ['http://10.0.0.11:80', '10.0.0.11:80'],
  ['http://[::1]:9001', '[::1]:9001'],
])('the endpoint %s is the address %s, there and back', (endpoint, address) => {
  expect(addressOf(endpoint)).toBe(address);
  expect(endpointOf(address)).toBe(endpoint);
});

test.each(['http://shop:8080', 'https://10.0.0.11:8443', 'http://10.0.0.11:8080/base', '10.0.0.11:8080', ''])(
  'HAProxy cannot be given the endpoint %j',
  (endpoint) => {
    expect(() => addressOf(endpoint)).toThrow(`cannot be given the instance ${endpoint}: `);
  },
);
