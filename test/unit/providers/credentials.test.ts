import { expect, test } from 'vitest';
import { resolveCredentials } from '../../../providers/credentials.ts';

const environment = { READER: 'metrics-reader', PASSWORD: 'pass/word?4711', KEY: 'line one\nline two' };

test('what repeats user and password is masked, one by one and as `Basic` writes them', async () => {
  const basic = { user: '${env:READER}', password: '${env:PASSWORD}' };
  const { headers, masked, described } = await resolveCredentials({ basic }, environment);
  const shown = headers['Authorization'] ?? '';
  expect(shown).toMatch(/^Basic [\w+/]{20,}=*$/);
  expect(masked(`you are ${shown}`)).toBe('you are Basic ***');
  const pair = shown.replace('Basic ', '');
  expect(masked(`?auth=${encodeURIComponent(pair)}&as=metrics-reader`)).toBe('?auth=***&as=***');
  expect(masked(JSON.stringify({ password: 'pass/word?4711' }))).toBe('{"password":"***"}');
  expect(described).toBe('user ${env:READER} with the password ${env:PASSWORD}');
});

test('a user that is written out is no secret, and its password is one all the same', async () => {
  const basic = { user: 'ann', password: '${env:PASSWORD}' };
  const { headers, masked } = await resolveCredentials({ basic }, environment);
  expect(masked(`ann, ${headers['Authorization']}`)).toBe('ann, Basic ***');
});

test('what repeats the key of our certificate is masked', async () => {
  const { tls, masked } = await resolveCredentials({ tls: { key: '${env:KEY}' } }, environment);
  expect(tls).toEqual({ key: environment.KEY });
  expect(masked(`bad key ${environment.KEY}, ${JSON.stringify(environment.KEY)}`)).toBe('bad key ***, "***"');
});
