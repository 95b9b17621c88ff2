import { expect, test } from 'vitest';
import { withRuns } from '../../chaos/page.ts';
import type { Row } from '../../chaos/row.ts';

const text =
  'a\n<!-- runs: postgres -->\nold\n<!-- end -->\nb\n<!-- runs: embedded -->\nkept\n<!-- end -->\n';
const row = (seed: string, result: string, more: Partial<Row> = {}): Row => ({
  setup: 'two of each on PostgreSQL',
  machine: { cores: 2, commit: 'abc1234' },
  cells: { seed, result },
  ...more,
});

test('a table takes the place of the one before, and no other', () => {
  const after = withRuns(text, [row('1', 'held'), row('2', 'rule 6: lost')]);
  expect(after).not.toContain('old');
  expect(after).toContain('kept');
  expect(after).toContain('| 2 |  |  |  |  |  |  | rule 6: lost |');
  expect(after).toContain('1 of 2 seeds held. cores 2; commit abc1234.');
});

test('each set-up has its own table, with all that its runs were made on', () => {
  const other = { machine: { cores: 2, commit: 'def5678', loadBefore: 0 } };
  const after = withRuns(text, [
    row('1', 'held'),
    row('2', 'held', { setup: 'one daemon' }),
    row('3', 'held', other),
  ]);
  expect(after).not.toContain('old');
  expect(after).not.toContain('kept');
  expect(after).toContain('2 of 2 seeds held. cores 2; commit abc1234, def5678; loadBefore 0.');
  expect(after).toContain('1 of 1 seeds held. cores 2; commit abc1234.');
});

test('what nobody knows where it was made comes into no table', () => {
  const { machine: _, ...unknown } = row('4', 'held');
  expect(() => withRuns(text, [unknown])).toThrow(
    'The record of seed 4 does not say where it was made: where that was on this machine, name the commit by --commit.',
  );
});
