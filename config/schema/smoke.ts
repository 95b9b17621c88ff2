/** Checks against the candidate before it gets any traffic. */
import { z } from 'zod';
import type { SmokeCheck } from '../plan.ts';
import { command, requestPath } from './addresses.ts';
import { number, words } from './leaf.ts';
import { list, mapping } from './mapping.ts';
import { duration } from './quantities.ts';

/** A smoke step may take this long at least, in milliseconds, since its checks are repeated until then. */
const SHORTEST_DEADLINE = 60_000;

const check = mapping({
  get: requestPath('A path that is requested from each instance.').exactOptional(),
  expect: number(
    { min: 100, max: 599, whole: true },
    'The status it must answer. Default: 200.',
  ).exactOptional(),
  contains: words('text that the body must contain', 'Text that its body must contain.').exactOptional(),
  command: command('A command that must end with 0, instead of a request.').exactOptional(),
  timeout: duration('For one try. Default: 5s for a request, 60s for a command.', {
    max: 3_600_000,
  }).exactOptional(),
}).transform((written, context): SmokeCheck => {
  const { get, expect, contains, command: line, timeout } = written;
  if (line !== undefined && get === undefined && expect === undefined && contains === undefined) {
    return { kind: 'command', command: line, timeout: timeout ?? 60_000 };
  }
  if (get === undefined || line !== undefined) {
    const message = get === undefined ? 'the check asks for nothing' : 'the check has two forms at once';
    const params = { message, expected: 'get with expect and contains, or command' };
    context.issues.push({ code: 'custom', input: written, message, params });
    return z.NEVER;
  }
  const found = contains === undefined ? {} : { contains };
  return { kind: 'get', path: get, status: expect ?? 200, ...found, timeout: timeout ?? 5_000 };
});

/** The checks of a smoke step, one or a list, with the deadline of them all. */
export const smoke = z.union([check.transform((one) => [one]), list(check, 20)]).transform(withDeadline);

/** A smoke step's checks and their deadline: a minute, or the sum of their timeouts if that is longer. */
function withDeadline(checks: SmokeCheck[]): { checks: SmokeCheck[]; deadline: number } {
  const sum = checks.reduce((total, { timeout }) => total + timeout, 0);
  return { checks, deadline: Math.max(SHORTEST_DEADLINE, sum) };
}
