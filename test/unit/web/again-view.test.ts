import { describe, expect, test } from 'vitest';
import { judgeAgain } from '../../../analysis/judge/judge-again.ts';
import { againView } from '../../../web/pages/release/again-view.ts';
import { BAD, GOOD, release, SILENT, times } from '../analysis/judge/played.ts';

const LABELS = ['deploy', 'shift to 5 %', 'bake until safe'];
const view = (evidence: unknown, schemaVersion: unknown = 1) =>
  againView('shop.production.2', JSON.parse(JSON.stringify({ schemaVersion, evidence })), LABELS);

describe('a report is judged again with the same result', () => {
  test.each([
    ['passed', times(30, GOOD), 'safe', 'good', ['pass good', 'pass good']],
    ['passed by its time', times(30, GOOD), 'elapsed', 'quiet', ['pass quiet', 'pass quiet']],
    [
      'failed',
      [...times(6, GOOD), ...times(9, BAD)],
      'safe',
      'bad',
      ['pass good', 'fail: harm (errors) bad'],
    ],
    ['heard nothing', times(14, SILENT), 'safe', 'ask', ['inconclusive: no data ask']],
  ] as const)('%s', (_name, rows, until, tone, decided) => {
    const evidence = release(rows, until);
    const shown = view(evidence);
    expect(shown).toMatchObject({
      same: true,
      sentence: 'Judged again with the same result.',
      outcome: { tone },
    });
    expect(shown.rows.map((row) => `${row.decided.word} ${row.decided.tone}`)).toEqual(decided);
    expect(shown.rows.map(({ again }) => again)).toEqual(decided.map(() => undefined));
    // As the command line says it, which has the report's evidence by the same code.
    const said = judgeAgain('shop.production.2', evidence);
    expect(shown.sentence.toLowerCase()).toBe(`${said.sentence}.`);
  });
});

test('what differs is said in the sentence, and stands in its row', () => {
  const evidence = release(times(30, GOOD));
  const [first, ...others] = evidence.decisions;
  const shown = view({ ...evidence, decisions: [{ ...first, block: 0, step: 2 }, ...others] });
  expect(shown.same).toBe(false);
  expect(shown.sentence).toBe(
    'Judged again with ANOTHER result: at block 0 the release found "pass", and its counts say "continue".',
  );
  expect(shown.rows[0]).toMatchObject({
    step: 'bake until safe',
    block: 'block 0',
    decided: { word: 'pass', tone: 'good' },
    again: { word: 'continue', tone: 'quiet' },
  });
});

test('what does not rest on counts is marked so', () => {
  const fail = { at: 1, block: 2, step: 7, kind: 'fail', reason: 'instances', message: 'gone', beside: true };
  expect(view({ ...release(times(3, GOOD)), decisions: [fail] }).rows).toMatchObject([
    {
      step: 'step 7',
      decided: { tone: 'bad' },
      again: { word: 'not by counts', tone: 'quiet' },
      why: 'Gone.',
    },
  ]);
});

test.each([
  [
    'no traffic',
    { blocks: [], decisions: [] },
    1,
    'sent no traffic to its candidate, so there is nothing to judge.',
  ],
  ['no metric', { ...release([]), metrics: [] }, 1, 'compared no metric, so there are no counts to judge'],
  [
    'evidence of another shape',
    { blocks: [{ at: 1 }] },
    1,
    'not hold evidence as this version of Sluice writes it.',
  ],
  ['no evidence', undefined, 1, 'not hold evidence as this version of Sluice writes it.'],
  ['another schema', release([]), 2, 'The report is of schema 2, and this page reads schema 1.'],
  ['no schema', release([]), null, 'The report is without a schema, and this page reads schema 1.'],
])('%s is said in a sentence, and nothing is green', (_name, evidence, schema, sentence) => {
  const { sentence: said, ...shown } = view(evidence, schema);
  expect(said).toContain(sentence);
  expect(shown).toEqual({ same: null, rows: [] });
});
