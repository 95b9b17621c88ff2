import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { findProgram } from '../rigs/program.ts';
import { describeWith } from '../rigs/test-program.ts';

/** What the program prints, on whichever output. */
async function printed(program: string, ...args: string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  return (await Promise.all([text(child.stdout), text(child.stderr)])).join('');
}

describeWith('haproxy', () => {
  test('HAProxy starts', async () => {
    expect(await printed(findProgram('haproxy', 'SLUICE_HAPROXY'), '-v')).toMatch(
      /^HA-?Proxy version [23]\./,
    );
  });
});

describeWith('prometheus', () => {
  test('Prometheus starts', async () => {
    const program = findProgram('prometheus', 'SLUICE_PROMETHEUS');
    expect(await printed(program, '--version')).toMatch(/^prometheus, version [23]\./);
  });
});

describeWith('moto_server', () => {
  test("moto's server starts", async () => {
    expect(await printed(findProgram('moto_server', 'SLUICE_MOTO_SERVER'), '--help')).toMatch(/^usage: /);
  });
});
