import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ended, makeCheckout, type Checkout } from './checkout.ts';

let checkout: Checkout;
beforeAll(async () => {
  checkout = await makeCheckout();
  await checkout.run(['node', 'scripts/bootstrap.mjs']);
});
afterAll(() => checkout.remove());

const run = ['node', 'scripts/run.mjs'];

test("runs the command with the set-up's programs first on PATH, and exits with its status", async () => {
  const { code, out } = await checkout.run([...run, 'sh', '-c', 'echo "$PATH"; exit 7']);
  expect(code).toBe(7);
  expect(out).toMatch(`${checkout.folder}/.tools/bin:${checkout.folder}/node_modules/.bin:`);
});

test('an unknown command and a missing one are told', async () => {
  expect(await checkout.run([...run, 'no-such'])).toMatchObject({
    code: 127,
    err: 'Could not run no-such: spawn no-such ENOENT\n',
  });
  expect(await checkout.run(run)).toMatchObject({ code: 2 });
});

test('a command that ends by a signal ends this the same way', async () => {
  expect(await checkout.run([...run, 'sh', '-c', 'kill -KILL $$'])).toMatchObject({ signal: 'SIGKILL' });
  expect(await checkout.run([...run, 'sh', '-c', 'kill -TERM $$'])).toMatchObject({ signal: 'SIGTERM' });
});

const waits = `
  process.on('SIGTERM', () => { console.log('told to stop'); process.exit(3); });
  setTimeout(() => process.exit(4), 20_000);
  console.log(JSON.stringify({ pid: process.pid, args: process.argv.slice(2) }));`;

test('a signal reaches the command, and its status comes back', async () => {
  await writeFile(join(checkout.folder, 'waits.mjs'), waits);
  const child = checkout.start([...run, 'node', 'waits.mjs']);
  child.stdout?.once('data', () => child.kill('SIGTERM'));
  const { code, out } = await ended(child);
  expect(code).toBe(3);
  expect(out).toMatch('told to stop');
});
