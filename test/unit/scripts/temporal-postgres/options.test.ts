import { expect, test } from 'vitest';
import { readOptions } from '../../../../scripts/temporal-postgres/options.ts';

test('data and port are read; without them the data are in the data folder and the port is chosen', () => {
  expect(readOptions([])).toEqual({ data: '.sluice/postgres' });
  expect(readOptions(['--data', 'here', '--port', '7233'])).toEqual({ data: 'here', port: 7233 });
});

test.each([
  [['--port', 'seven'], /^--port seven is not a port: 1 to 65535\. Usage: npm run temporal:postgres/],
  [['--port', '0'], /^--port 0 is not a port/],
  [['--port', '70000'], /^--port 70000 is not a port/],
  [['--shards', '4'], /^Unknown option '--shards'.*\. Usage: npm run temporal:postgres/],
])('%j is refused with the usage', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
