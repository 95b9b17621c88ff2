import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parseLinuxStat, parsePsLine } from '../../../providers/platforms/process/process-table.ts';

test('reads a line of /proc/PID/stat, also with a name that looks like one', () => {
  const rest = '1 4242 4242 0 -1 4194560 1009 0 0 0 1 0 0 0 20 0 1 0 9876543 2703360 384';
  expect(parseLinuxStat(`4242 (sh) S ${rest}`)).toEqual({ pid: 4242, group: 4242, start: '9876543' });
  expect(parseLinuxStat(`4242 (a) Z (b) S ${rest}`)?.start).toBe('9876543');
  expect(parseLinuxStat(`4242 (sh) Z ${rest}`)).toBe(undefined);
});

test('reads a line of ps', () => {
  const line = '  4242   4200 Ss+  Mon Nov  2 23:57:29 2026 node server.js SLUICE_INSTANCE=x.0.1';
  expect(parsePsLine(line)).toEqual({ pid: 4242, group: 4200, start: 'Mon Nov 2 23:57:29 2026' });
  expect(parsePsLine(line.replace('Ss+', 'Z  '))).toBe(undefined);
  expect(parsePsLine('')).toBe(undefined);
});

test('the columns that are asked of ps are the ones that are read', async () => {
  const options = ['-ww', '-o', 'pid=,pgid=,stat=,lstart=,command=', '-p', String(process.pid)];
  const { stdout } = await promisify(execFile)('ps', options, {
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
  expect(parsePsLine(stdout)?.pid).toBe(process.pid);
});
