import { describe, expect, test } from 'vitest';
import { judgeReport } from '../../../../providers/gates/command/judge.ts';
import { findReport } from '../../../../providers/gates/command/report.ts';

const LINK = 'https://ci.example.com/';
const ended = { status: 0, how: 'ended with status 0', said: '', log: '/data/jobs/1.log' };

async function judged(report: object) {
  const answer = JSON.stringify({ outcome: 'pass', summary: 'fine', revision: 'abc', ...report });
  const found = await findReport({ kind: 'printed' }, { answer, placedAt: 0, hide: (text) => text });
  return judgeReport(ended, found, 'abc');
}

describe('whatever a report of 1 MiB holds, what is told of it is short', () => {
  test.each([
    ['a revision', { revision: 'x'.repeat(1_000_000) }, /revision: Too big/],
    ['a link', { link: LINK + 'x'.repeat(1_000_000) }, /link: Too big/],
    ['an outcome', { outcome: 'x'.repeat(1_000_000) }, /outcome: Invalid option/],
  ])('%s that is too long makes it no evidence', async (_what, report, why) => {
    const answer = await judged(report);
    expect(answer).toMatchObject({ outcome: 'inconclusive', reason: 'no evidence' });
    expect(answer.summary).toMatch(why);
    expect(JSON.stringify(answer).length).toBeLessThan(2000);
  });

  test('a summary is cut to its end', async () => {
    const answer = await judged({ summary: `${'x'.repeat(1_000_000)} 0 critical` });
    expect(answer.outcome).toBe('pass');
    expect(answer.summary).toMatch(/^…x+ 0 critical$/);
    expect(JSON.stringify(answer).length).toBeLessThan(2000);
  });
});

test('the longest revision and link that may be are taken', async () => {
  const link = LINK.padEnd(2000, 'x');
  expect(await judged({ link })).toMatchObject({ outcome: 'pass', link });
  expect(await judged({ revision: 'x'.repeat(200) })).toMatchObject({ reason: 'foreign evidence' });
});
