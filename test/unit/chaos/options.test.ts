import { expect, test } from 'vitest';
import { readOptions } from '../../chaos/options.ts';

test('seeds are played, from a first one on', () => {
  expect(readOptions(['--seed', '7', '--seeds', '2', '--releases', '3', '--postgres'])).toEqual({
    releases: 3,
    seeds: [7, 8],
    postgres: true,
    page: false,
  });
  expect(readOptions(['--record', '/seen', '--page'])).toMatchObject({ record: '/seen', page: true });
});

test('a folder is judged, by what its records say', () => {
  expect(readOptions(['--judge', '/seen'])).toEqual({ judge: '/seen', page: false });
  expect(readOptions(['--judge', '/seen', '--commit', 'abc1234', '--page'])).toEqual({
    judge: '/seen',
    commit: 'abc1234',
    page: true,
  });
});

test.each([
  [['--seed', '1'], '--seed'],
  [['--seeds', '2'], '--seeds'],
  [['--releases', '10'], '--releases'],
  [['--postgres'], '--postgres'],
  [['--record', '/seen'], '--record'],
])('what says how to play is refused beside --judge: %j', (more, option) => {
  expect(() => readOptions(['--judge', '/seen', ...more])).toThrow(
    `--judge plays nothing, so ${option} has no place beside it. Usage: npm run chaos -- `,
  );
});

test.each([
  [['--seeds', '0'], '--seeds 0: expected a whole number from 1 to 10000. Usage: '],
  [['--commit', 'abc1234'], '--commit is for --judge alone. Usage: '],
  [['--what'], "Unknown option '--what'"],
])('%j is refused', (args, sentence) => {
  expect(() => readOptions(args)).toThrow(sentence);
});
