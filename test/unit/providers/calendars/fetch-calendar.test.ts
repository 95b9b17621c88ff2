import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { fetchCalendar } from '../../../../providers/calendars/fetch-calendar.ts';

test('the secret in the address of a private calendar is in no error', async () => {
  const from = { url: 'http://127.0.0.1:1/private-${env:KEY}/team.ics' };
  const { signal } = new AbortController();
  const error: unknown = await fetchCalendar({ from }, { KEY: 'c0ffee4711' }, signal).catch(
    (thrown: unknown) => thrown,
  );
  expect(String(error)).toMatch(/^Error: GET http:\/\/127\.0\.0\.1:1\/private-\*\*\*\/team\.ics failed: /);
  expect(inspect(error)).not.toContain('c0ffee4711');
});
