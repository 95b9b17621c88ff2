import { expect, test } from 'vitest';
import { withRuns } from '../../chaos/page.ts';

test('a table takes the place of the one before, and no other', () => {
  const text = 'a\n<!-- runs: x -->\nold\n<!-- end -->\nb\n<!-- runs: y -->\nkept\n<!-- end -->\n';
  const rows = [
    { seed: '1', result: 'held' },
    { seed: '2', result: 'rule 6: lost' },
  ];
  const after = withRuns(text, 'x', rows, { cores: 2 });
  expect(after).not.toContain('old');
  expect(after).toContain('kept');
  expect(after).toContain('| 2 |  |  |  |  |  |  | rule 6: lost |');
  expect(after).toContain('1 of 2 seeds held. cores 2.');
});
