import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepLocalToken } from '../../../../api/auth/local-token.ts';
import { temporaryFolder, type TemporaryFolder } from '../../../rigs/temporary-folder.ts';
import { authApp } from './auth-app.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  folder = await temporaryFolder('local-token');
});
afterEach(async () => {
  vi.useRealTimers();
  await folder.remove();
});

test('it is kept for the user alone, and made anew where others could have read it', async () => {
  const data = join(folder.path, 'data');
  const first = await keepLocalToken(data);
  expect((await stat(first.file)).mode & 0o777).toBe(0o600);
  expect(await keepLocalToken(data)).toEqual(first);
  await chmod(first.file, 0o640);
  const second = await keepLocalToken(data);
  expect(second.hash).not.toBe(first.hash);
  expect((await stat(second.file)).mode & 0o777).toBe(0o600);
});

test('who shows it on this machine is an admin, and nobody who comes from elsewhere', async () => {
  const localToken = await keepLocalToken(folder.path);
  const secret = (await readFile(localToken.file, 'utf8')).trim();
  const more = 'auth: {}\ntrustedProxies: [127.0.0.1]\n';
  const rig = await authApp(more, { localToken });
  const show = { authorization: `Bearer ${secret}` };
  expect((await rig.ask('GET', '/v1/tokens', show)).status).toBe(200);
  for (const forwarded of [
    { 'x-forwarded-for': '10.1.2.3' },
    { 'x-forwarded-for': '127.0.0.1' },
    { forwarded: 'for=a' },
  ]) {
    expect((await rig.ask('GET', '/v1/tokens', { ...show, ...forwarded })).status).toBe(401);
  }
  const far = await rig.app.inject({
    url: '/v1/tokens',
    headers: { host: '127.0.0.1:7600', ...show },
    remoteAddress: '10.1.2.3',
  });
  expect(far.statusCode).toBe(401);
  await rig.app.close();
});
