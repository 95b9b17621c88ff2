import { expect, test } from 'vitest';
import { readOptions } from '../../../../scripts/temporal-postgres/options.ts';

test('data and port are read; without them the data are in the data folder and the port is chosen', () => {
  expect(readOptions([])).toEqual({ data: '.sluice/postgres' });
  expect(readOptions(['--data', 'here', '--port', '7233'])).toEqual({ data: 'here', port: 7233 });
});

test.each([
  [['--port', 'seven'], /^--port seven: expected 1 to 32767, .+\. Usage: npm run temporal:postgres/],
  [['--port', '0'], /^--port 0: expected/],
  [['--port', '32768'], /^--port 32768: expected/],
  [['--shards', '4'], /^Unknown option '--shards'.*\. Usage: npm run temporal:postgres/],
])('%j is refused with the usage', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
