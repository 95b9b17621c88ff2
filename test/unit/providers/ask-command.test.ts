import { expect, test } from 'vitest';
import { askCommand } from '../../../providers/commands/ask-command.ts';

const signal = new AbortController().signal;

function ask(script: string, secret: string) {
  const environment = { variables: { ...process.env, SECRET: secret }, secrets: [secret] };
  return askCommand({ program: ['/bin/sh', '-c', script], environment, timeout: 10_000 }, signal);
}

test('of a secret that is longer than what is kept of the output, no part is told', async () => {
  const secret = Array.from({ length: 3000 }, (_, i) => `${i}.`).join('');
  const { status, said } = await ask('echo begin; echo "$SECRET"', secret);
  expect(status).toBe(0);
  expect(said).not.toMatch(/\d\.\d/);
});

test('a secret that was cut where it is printed several times is not told by its end', async () => {
  const secret = Array.from({ length: 600 }, (_, i) => `${i}.`).join('');
  const { said } = await ask('for i in 1 2 3 4 5 6; do echo "$SECRET"; done; echo over', secret);
  expect(said).toContain('over');
  expect(said).not.toMatch(/\d\.\d/);
});
