import { pino } from 'pino';
import { expect, test } from 'vitest';
import { temporalLogger } from '../../../worker/runtime.ts';

test('the log says why an activity failed', () => {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) });
  temporalLogger(log).warn('Activity failed', { attempt: 3, error: new Error('Traefik does not answer') });
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { level: 40, part: 'temporal', attempt: 3, error: { message: 'Traefik does not answer' } },
  ]);
});
