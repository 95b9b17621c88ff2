import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ended, makeCheckout, type Checkout } from './checkout.ts';

const main = `
const args: string[] = process.argv.slice(2);
console.log(JSON.stringify({ pid: process.pid, args }));
if (args[0] === 'wait') setTimeout(() => process.exit(4), 20_000);
else process.exitCode = 5;
`;

let checkout: Checkout;
beforeAll(async () => {
  checkout = await makeCheckout();
  await mkdir(join(checkout.folder, 'cli'));
  await writeFile(join(checkout.folder, 'cli/main.ts'), main);
  await checkout.program('dirname', 'exec /usr/bin/dirname "$@"');
  await checkout.program('readlink', 'exec /usr/bin/readlink "$@"');
});
afterAll(() => checkout.remove());

test('runs the CLI from source, also through a link, with its arguments and its status', async () => {
  await symlink(join(checkout.folder, 'sluice'), join(checkout.programs, 'sluice'));
  for (const command of [join(checkout.folder, 'sluice'), join(checkout.programs, 'sluice')]) {
    const { code, out } = await checkout.run([command, 'check', 'a b']);
    expect(code).toBe(5);
    expect(JSON.parse(out)).toMatchObject({ args: ['check', 'a b'] });
  }
});

test('becomes the process it starts, so that a kill hits the right one', async () => {
  const child = checkout.start([join(checkout.folder, 'sluice'), 'wait']);
  child.stdout?.once('data', () => child.kill('SIGKILL'));
  const { signal, out } = await ended(child);
  expect(signal).toBe('SIGKILL');
  expect(JSON.parse(out)).toMatchObject({ pid: child.pid });
});

test('says what to do where there is no node', async () => {
  await rm(join(checkout.programs, 'node'));
  const { code, err } = await checkout.run([join(checkout.folder, 'sluice'), 'check']);
  expect(code).toBe(1);
  expect(err).toBe('sluice: node is not on PATH: install Node 20 or later.\n');
});
