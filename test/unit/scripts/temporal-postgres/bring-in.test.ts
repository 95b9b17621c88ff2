import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeCheckout, type Checkout, type Ended } from '../checkout.ts';

let checkout: Checkout;
beforeEach(async () => {
  checkout = await makeCheckout();
  for (const name of ['ls', 'mkdir']) await symlink(join('/bin', name), join(checkout.programs, name));
});
afterEach(() => checkout.remove());

/** Calls a function of a file of `scripts/temporal-postgres`; what it answers, or why it failed, as JSON. */
function call(file: string, name: string, env?: Record<string, string>): Promise<Ended> {
  const script = `
    import { ${name} } from './scripts/temporal-postgres/${file}.ts';
    console.log(JSON.stringify(await ${name}().catch((error) => error.message)));`;
  return checkout.run(['node', '--input-type=module', '-e', script], env);
}

async function havePostgres(): Promise<void> {
  await checkout.program('postgres', 'echo "postgres (PostgreSQL) 15.18"');
  await checkout.program('initdb', '');
}

const haveGo = (installs: string): Promise<void> =>
  checkout.program(
    'go',
    `[ "$1" = version ] || { echo "go $*" >> "$STAND_IN_LOG"; name="\${2##*/}"; ${installs}; }`,
  );
const build = 'mkdir -p "$GOBIN" && echo > "$GOBIN/${name%@*}"';

test('builds both programs at the pinned version, and nothing when they are there', async () => {
  await havePostgres();
  await haveGo(build);
  const first = await call('bring-in', 'bringInPrograms');
  const bin = join(checkout.folder, '.tools/temporal-server-1.32.1/bin');
  expect(JSON.parse(first.out)).toEqual({
    server: join(bin, 'server'),
    sql: join(bin, 'sql'),
    postgres: join(checkout.programs, 'postgres'),
    initdb: join(checkout.programs, 'initdb'),
  });
  expect(first.err).toMatch(
    /^sluice set-up: bringing in Temporal's server 1\.32\.1, which takes .+\nsluice set-up: done \(\d+\.\d s\)\n$/,
  );
  const calls = ['server', 'tools/sql'].map((name) => `go install go.temporal.io/server/cmd/${name}@v1.32.1`);
  expect(await checkout.calls()).toEqual(calls);

  expect(await call('bring-in', 'bringInPrograms')).toMatchObject({ out: first.out, err: '' });
  expect(await checkout.calls()).toEqual(calls);
});

test('without Go it says so, and the next step', async () => {
  await havePostgres();
  const { out } = await call('bring-in', 'bringInPrograms');
  expect(JSON.parse(out)).toBe(
    "There is no Go here to build Temporal's server with: install Go 1.26.8 or later (https://go.dev/dl), then run the command again.",
  );
});

test('a build that fails is told with its reason, and leaves nothing that counts as built', async () => {
  await havePostgres();
  await haveGo('echo "go: requires go >= 1.26.8 (running go 1.22.0)"; exit 1');
  const { out } = await call('bring-in', 'bringInPrograms');
  expect(JSON.parse(out)).toMatch(
    /^Go could not build go\.temporal\.io\/server\/cmd\/server@v1\.32\.1: go: requires go >= 1\.26\.8 \(running go 1\.22\.0\); install Go 1\.26\.8 or later/,
  );
  await haveGo(build);
  expect(JSON.parse((await call('bring-in', 'bringInPrograms')).out)).toMatchObject({
    server: expect.stringMatching(/temporal-server-1\.32\.1\/bin\/server$/),
  });
});

test("unpacks Debian's PostgreSQL, both programs with the libraries they need", async () => {
  for (const name of ['apt-get', 'dpkg-deb']) await checkout.standIn(name);
  await call('postgres-programs', 'unpackPostgres');
  expect(await checkout.calls()).toEqual(['apt install postgresql-15', 'apt download postgresql-15 libone5']);
  for (const name of ['postgres', 'initdb']) {
    const launched = await checkout.run([join(checkout.folder, '.tools/bin', name), '-D', 'x']);
    expect(launched.out).toBe(`${name} (PostgreSQL) 15.18 by libone.so.5 for -D x\n`);
  }
  expect(await readFile(join(checkout.folder, '.tools/bin/initdb'), 'utf8')).toContain('exec "$tools/');
});

test('where PostgreSQL cannot be had, it says how to get it', async () => {
  const { out } = await call('postgres-programs', 'unpackPostgres');
  expect(JSON.parse(out)).toBe(
    "there is no apt-get here to get Debian's package with; install PostgreSQL 13 or later so that it is on PATH, then run the command again.",
  );
});
