import { expect, test } from 'vitest';
import { BAD, GOOD, release, times } from '../../analysis/judge/played.ts';
import { runJudge } from './running.ts';

const evidence = release([...times(6, GOOD), ...times(9, BAD)]);
const status = {
  phase: 'finished',
  outcome: 'reverted',
  cause: 'verdict',
  sentence: 'failed: errors is worse; v1 serves all traffic',
};
const report = { schemaVersion: 1, id: 'shop.test.7', status, evidence };

test('a report is judged again: each decision of the release beside what it is now', async () => {
  const { status: code, out } = await runJudge(report);
  expect(code).toBe(1);
  expect(out).toMatchSnapshot();
});

test('for programs: as of a recording, with the release, its decisions and whether they are the same', async () => {
  const { out } = await runJudge(report, '--json');
  expect(JSON.parse(out)).toMatchObject({
    outcome: 'fail',
    blame: 'errors',
    trail: evidence.blocks.map((_, block) => ({ block })),
    release: { id: 'shop.test.7', outcome: 'reverted' },
    decisions: [{ same: true }, { decision: { kind: 'fail' }, again: { outcome: 'fail' }, same: true }],
    same: true,
  });
});

test('another result is said plainly', async () => {
  const [first, ...others] = evidence.decisions;
  const decisions = [{ ...first, block: 0 }, ...others];
  const { out } = await runJudge({ ...report, evidence: { ...evidence, decisions } });
  expect(out).toMatch(/ pass +continue\n/);
  expect(out).toContain(
    '\njudged again with ANOTHER result: at block 0 the release found "pass", and its counts say "continue"\n',
  );
  const unheard = await runJudge({ ...report, evidence: { ...evidence, decisions: [] } });
  expect(unheard.out).toMatch(
    /ANOTHER result: the counts fail at block \d+, and the release did not then\n$/,
  );
});

test('a release without traffic, and a report that is none, are said to be so', async () => {
  const bare = await runJudge({ ...report, evidence: { ...evidence, metrics: undefined, decisions: [] } });
  expect([bare.status, bare.said]).toEqual([
    3,
    'shop.test.7 sent no traffic to its candidate, so there is nothing to judge',
  ]);
  const ruled = await runJudge({ ...report, evidence: { ...evidence, metrics: [], decisions: [] } });
  expect([ruled.status, ruled.said]).toEqual([
    3,
    'shop.test.7 compared no metric, so there are no counts to judge: what it decided rests on rules, instances and people',
  ]);
  const old = await runJudge({ ...report, evidence: {} });
  expect([old.status, old.said]).toEqual([
    2,
    'run.json does not hold the evidence of a release as this version of Sluice writes it',
  ]);
});

test('a file and a release at once are refused', async () => {
  const both = await runJudge(report, '--release', 'shop.test.7');
  expect([both.status, both.said]).toEqual([2, 'name a file, or a release with --release; not both']);
});
