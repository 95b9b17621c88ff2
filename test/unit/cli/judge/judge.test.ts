import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { errors, fileOf, runJudge } from './running.ts';

const GOOD = Array.from({ length: 20 }, () => [500, 5, 9500, 95]);
const BAD = Array.from({ length: 5 }, () => [500, 50, 9500, 95]);

interface Golden {
  kind: string;
  note: string;
  plannedBlocks: number;
  beta: number;
  blocks: number[][];
  harmLogE: number[];
  safeLogE: number[];
  excluded: number | null;
  rateBound: number;
  limitHarmLogE: number[];
  limitSafeLogE: number[];
}
const golden: { cases: Golden[] } = JSON.parse(
  readFileSync(new URL('../../../golden/verdict-golden.json', import.meta.url), 'utf8'),
);

test.each(golden.cases.filter(({ kind }) => kind === 'process'))('golden: $note', async (each) => {
  const { margin, safeMargin, negligible, burstDivisor, limit, plannedBlocks, beta } = {
    ...errors,
    limit: 0,
    ...each,
  };
  const metrics = [{ ...errors, margin, safeMargin, negligible, burstDivisor, limit }];
  const { out } = await runJudge(fileOf(each.blocks, { metrics, plannedBlocks, beta }), '--json');
  const judged = JSON.parse(out);
  expect([judged.excluded.errors, judged.rateBound.errors]).toEqual([each.excluded, each.rateBound]);
  for (const figure of ['harmLogE', 'safeLogE', 'limitHarmLogE', 'limitSafeLogE'] as const) {
    each[figure].forEach((expected, i) => {
      const found = judged.trail[i][figure].errors;
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-14);
    });
  }
});

test.each([
  ['pass', 0, GOOD],
  ['fail', 1, BAD],
  ['continue', 3, GOOD.slice(0, 2)],
  ['inconclusive', 3, Array.from({ length: 360 }, () => [1, 0, 19, 0])],
])('%s ends with %i', async (outcome, status, rows) => {
  const ran = await runJudge(fileOf(rows), '--json');
  expect([ran.status, JSON.parse(ran.out).outcome]).toEqual([status, outcome]);
});

test('--json has what verdict.md §9 says and nothing else', async () => {
  const { out } = await runJudge(fileOf(GOOD.slice(0, 1)), '--json');
  const { trail, ...rest } = JSON.parse(out);
  expect(rest).toEqual({
    outcome: 'continue',
    block: 0,
    reason: null,
    blame: null,
    combinedHarmLogE: trail[0].harmLogE.errors,
    excluded: { errors: 3 },
    rateBound: { errors: 0.03 },
  });
  expect(Object.keys(trail[0])).toEqual(['block', 'harmLogE', 'safeLogE']);
});

test('people get outcome, block, the reason in a sentence, and what is known of each metric', async () => {
  const { out } = await runJudge(fileOf(BAD));
  expect(out).toMatchSnapshot();
});

test('the manual shows a file, and what comes of it', async () => {
  const page = (name: string): string =>
    readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');
  const [, file = ''] = /^```json\n(\{\n  "schemaVersion".*?)^```/ms.exec(page('verdict.md')) ?? [];
  const [, told = ''] = /^\$ sluice judge incident\.json\n(.*?)^```/ms.exec(page('cli.md')) ?? [];
  expect((await runJudge(file)).out).toBe(told);
});

test('rules are shown beside the evidence', async () => {
  const rules = [{ name: 'queue', failureLimit: 1, measurements: ['failure', 'failure'] }];
  const json = await runJudge(fileOf(GOOD, { rules }), '--json');
  expect(json.status).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({ rules: { queue: 'Failed' }, run: 'Failed', blame: 'queue' });
  expect((await runJudge(fileOf(GOOD, { rules }))).out).toContain('queue: Failed\nall rules: Failed\n');
});

test('edges: a list of bad requests, one for each', async () => {
  const metrics = [{ ...errors, edges: [0.1, 1] }];
  const counts = { errors: { candidate: [500, [50, 5]], stable: [9500, [950, 95]] } };
  const blocks = [{ start: 0, seconds: 10, stage: 'a', share: 0.05, counts }];
  const { out } = await runJudge(fileOf([], { metrics, blocks }), '--json');
  expect(JSON.parse(out).trail[0]).toEqual({
    block: 0,
    harmLogE: { errors: expect.any(Number) },
    safeLogE: { errors: expect.any(Number) },
    mismatchLogE: expect.any(Number),
  });
});

test('- is standard input, and the status is that of the process', () => {
  const main = fileURLToPath(new URL('../../../../cli/main.ts', import.meta.url));
  const input = JSON.stringify(fileOf(BAD));
  const { status, stdout } = spawnSync(process.execPath, [main, 'judge', '-'], { input, encoding: 'utf8' });
  expect([status, stdout.split(' ')[0]]).toEqual([1, 'fail']);
});

describe('wrong input ends with 2 and says where', () => {
  const block = (changes: object) => ({ ...fileOf(GOOD.slice(0, 1)).blocks[0], ...changes });
  const counts = (candidate: unknown) => [block({ counts: { errors: { candidate } } })];

  test.each([
    ['no JSON', '{', 'run.json is not JSON: '],
    [
      'another version',
      fileOf([], { schemaVersion: 2 }),
      '2 is no version that this Sluice reads at schemaVersion; expected 1',
    ],
    [
      'a missing field',
      fileOf([], { alpha: undefined }),
      'the key "alpha" is missing; expected a number above 0, at most 0.5',
    ],
    [
      'a misspelt field',
      fileOf([], { untill: 'safe' }),
      'the key "untill" is not known at untill; did you mean "until"?',
    ],
    [
      'a misspelt word',
      fileOf([], { until: 'save' }),
      '"save" is not known at until; expected one of safe, elapsed; did you mean "safe"?',
    ],
    [
      'a field of a metric',
      fileOf([], { metrics: [{ ...errors, margin: 0.5 }] }),
      '0.5 is out of range at metrics[0].margin; expected a number from 1',
    ],
    [
      'margins that cross',
      fileOf([], { metrics: [{ ...errors, safeMargin: 1.1 }] }),
      '1.1 is below the margin at metrics[0].safeMargin; expected 1.25 or more',
    ],
    [
      'weights',
      fileOf([], { metrics: [{ ...errors, weight: 0.5 }] }),
      'the weights are 0.5 together at metrics; expected weights that are 1 together',
    ],
    [
      'a name twice',
      fileOf([], { metrics: [errors, errors] }),
      'errors is there twice at metrics[1].name; expected another name',
    ],
    [
      'edges that fall',
      fileOf([], { metrics: [{ ...errors, edges: [1, 0.5] }] }),
      'the edges do not rise at metrics[0].edges[1]',
    ],
    [
      'nothing',
      fileOf([], { metrics: [] }),
      'there is nothing to judge at metrics; expected at least one metric or rule',
    ],
    [
      'a metric that is not there',
      fileOf([], { blocks: [block({ counts: { eror: {} } })] }),
      'there is no metric of this name at blocks[0].counts.eror; did you mean "errors"?',
    ],
    [
      'a count that is none',
      fileOf([], { blocks: counts([-1, 0]) }),
      '-1 is no number of requests at blocks[0].counts.errors.candidate; expected [requests, bad requests]',
    ],
    [
      'more bad than all',
      fileOf([], { blocks: counts([5, 6]) }),
      '6 of 5 requests are bad at blocks[0].counts.errors.candidate',
    ],
    [
      'a list without edges',
      fileOf([], { blocks: counts([5, [1]]) }),
      'a list of bad requests stands here, and the metric has no edges at blocks[0]',
    ],
    [
      'an edge too few',
      fileOf([], { metrics: [{ ...errors, edges: [1, 2] }], blocks: counts([5, [1]]) }),
      'there is one count of bad requests at blocks[0].counts.errors.candidate; expected a list of 2',
    ],
    [
      'blocks that overlap',
      fileOf(GOOD, { blocks: [block({ start: 100 }), block({ start: 105 })] }),
      '105 is before the end of the block before it at blocks[1].start; expected 110 or later',
    ],
    [
      'milliseconds that overlap',
      fileOf(GOOD, { blocks: [block({ start: 1.7e12 }), block({ start: 1.7e12 + 5000 })] }),
      'at blocks[1].start; expected 1700000010000 or later',
    ],
    [
      'a share',
      fileOf(GOOD, { blocks: [block({ share: 5 })] }),
      '5 is out of range at blocks[0].share; expected a number from 0 to 1',
    ],
    [
      'an outcome of a rule',
      fileOf([], { rules: [{ name: 'a', measurements: ['sucess'] }] }),
      'at rules[0].measurements[0]; expected one of success, failure, inconclusive, error, running; did you mean "success"?',
    ],
  ])('%s', async (_what, content, said) => {
    const ran = await runJudge(content);
    expect([ran.status, ran.out]).toEqual([2, '']);
    expect(ran.said).toContain(said);
  });

  test('of many mistakes five are told', async () => {
    const rows = Array.from({ length: 9 }, () => [1, 2, 3, 4]);
    const { said } = await runJudge(fileOf(rows));
    expect(said.split('\n')).toHaveLength(6);
    expect(said).toMatch(/and 13 more$/);
  });

  test('a file that is not there', async () => {
    const { createProgram } = await import('../../../../cli/program.ts');
    const asked = createProgram().parseAsync(['judge', '/nowhere/run.json'], { from: 'user' });
    await expect(asked).rejects.toThrow('/nowhere/run.json cannot be read: ENOENT');
  });
});
