import { describe, expect, test } from 'vitest';
import { ClientFailure } from '../../../api/client/failure.ts';
import { errors } from '../../../api/errors.ts';
import { endOf } from '../../../cli/failure.ts';
import { createProgram } from '../../../cli/program.ts';

describe('the exit status of a refused request', () => {
  test.each([
    ['lane_busy', 4],
    ['lane_blocked', 4],
    ['stale_act', 4],
    ['approval_by_author', 4],
    ['release_not_found', 2],
    ['config_invalid', 2],
    ['idempotency_key_reused', 2],
    ['worker_unavailable', 2],
  ] as const)('%s is %i', (code, exitCode) => {
    const failure = new ClientFailure(code, 'no', 'POST /', errors[code].status);
    expect(endOf(failure)).toEqual({ exitCode, message: 'no', code });
  });
});

describe('wrong usage is 2', () => {
  test.each([
    ['release', 'start', 'checkout', 'v2'],
    ['release', 'start', 'checkout@production'],
    ['release', 'start', 'checkout@production', 'v2', '--timeout', '10'],
    ['release', 'leave', 'checkout.production.1'],
    ['release', 'list', '--phase', 'happy'],
    ['release', 'approve', 'checkout.production.1', '--step', 'first'],
    ['lane', 'adopt', 'checkout@production', '--slot', 'red', '--version', 'v1'],
    ['--server', 'nowhere', 'release', 'list'],
    ['nonsense'],
  ])('%s %s', async (...words) => {
    const program = createProgram();
    for (const command of [
      program,
      ...program.commands,
      ...program.commands.flatMap((each) => each.commands),
    ]) {
      command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    }
    const end = await program.parseAsync(words, { from: 'user' }).then(() => undefined, endOf);
    expect(end?.exitCode).toBe(2);
  });
});
