import { readFile, readlink, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeCheckout, type Checkout, type Ended } from './checkout.ts';

let checkout: Checkout;
beforeEach(async () => {
  checkout = await makeCheckout();
  await symlink('/bin/ls', join(checkout.programs, 'ls'));
});
afterEach(() => checkout.remove());

/** Brings in the named programs; `out` is what is missing, as JSON. */
function bringIn(names: string[], env?: Record<string, string>): Promise<Ended> {
  const script = `
    import { bringInTestPrograms } from './scripts/setup/test-programs.mjs';
    process.stdout.write(JSON.stringify(await bringInTestPrograms(${JSON.stringify(names)})));`;
  return checkout.run(['node', '--input-type=module', '-e', script], env);
}

async function haveDebian(): Promise<void> {
  await checkout.standIn('apt-get');
  await checkout.standIn('dpkg-deb');
}

test("unpacks Debian's package with the libraries it needs, and is silent when it is there", async () => {
  await haveDebian();
  const first = await bringIn(['haproxy']);
  expect(first).toMatchObject({ code: 0, out: '[]' });
  expect(first.err).toMatch(/^sluice set-up: brought in haproxy for tests and demos \(\d+\.\d s\)\n$/);
  const launched = await checkout.run([join(checkout.folder, '.tools/bin/haproxy'), 'a b', 'c']);
  expect(launched.out).toBe('HAProxy version 2.6.12 by libone.so.5 for a b c\n');
  const calls = ['apt install haproxy', 'apt download haproxy libone5'];
  expect(await checkout.calls()).toEqual(calls);

  expect(await bringIn(['haproxy'])).toMatchObject({ code: 0, out: '[]', err: '' });
  expect(await checkout.calls()).toEqual(calls);
});

test('old package lists are not touched: newer ones are fetched beside them', async () => {
  await haveDebian();
  expect(await bringIn(['haproxy'], { APT_LISTS_OLD: '1' })).toMatchObject({ code: 0, out: '[]' });
  expect((await checkout.calls()).slice(2)).toEqual([
    'apt update by own lists',
    'apt install haproxy by own lists',
    'apt download haproxy libone5 by own lists',
  ]);
});

test('a fitting program on PATH is used, and one that is too old is not', async () => {
  await checkout.program('haproxy', 'echo "HA-Proxy version 2.2.9-2 2021/01/01"');
  await checkout.program('prometheus', 'echo "prometheus, version 3.1.0 (branch: HEAD)"');
  const { out } = await bringIn(['haproxy', 'prometheus']);
  expect(JSON.parse(out)).toEqual([expect.objectContaining({ name: 'haproxy' })]);
  expect(await readlink(join(checkout.folder, '.tools/bin/prometheus'))).toBe(
    join(checkout.programs, 'prometheus'),
  );
});

test('what cannot be had is told with the next step, kept for the tests, and tried again', async () => {
  const reason =
    "there is no apt-get here to get Debian's package with; install HAProxy 2.6 or later so that it is on PATH, then run the command again.";
  const first = await bringIn(['haproxy']);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(first.out)).toEqual([{ name: 'haproxy', reason }]);
  const note = join(checkout.folder, '.tools/missing/haproxy');
  expect(await readFile(note, 'utf8')).toBe(reason);

  await haveDebian();
  expect(await bringIn(['haproxy'])).toMatchObject({ code: 0, out: '[]' });
  await expect(readFile(note, 'utf8')).rejects.toThrow('ENOENT');
});

test.each([
  [
    { HAPROXY_VERSION: '2.2.9' },
    'haproxy',
    /^the package holds HAProxy version 2\.2\.9 .+; install HAProxy 2\.6 /,
  ],
  [
    {},
    'prometheus',
    /^apt-get could not get .+: E: Unable to locate package prometheus; install Prometheus 2\.40 /,
  ],
])('with %j, the reason for a missing %s is in one sentence', async (env, name, reason) => {
  await haveDebian();
  const { out } = await bringIn([name], env);
  expect(JSON.parse(out)).toEqual([{ name, reason: expect.stringMatching(reason) }]);
});

test('moto comes by pip with all that it needs; without Python it is missing', async () => {
  expect(await bringIn(['moto_server'])).toMatchObject({ code: 0, out: '[]' });
  expect(await checkout.calls()).toEqual(['pip moto']);
  await checkout.program('python3', 'echo "$PYTHONPATH" "$@"');
  const launched = await checkout.run([join(checkout.folder, '.tools/bin/moto_server'), '-p', '1']);
  expect(launched.out).toMatch(/\/\.tools\/bin\/\.\.\/moto-\d\S+ -m moto\.server -p 1\n$/);

  await rm(join(checkout.programs, 'python3'));
  await rm(join(checkout.folder, '.tools/bin/moto_server'));
  const { out } = await bringIn(['moto_server']);
  expect(JSON.parse(out)).toEqual([
    { name: 'moto_server', reason: expect.stringMatching(/^python3 is not on PATH: install Python 3 /) },
  ]);
});
