import { expect, test } from 'vitest';
import { readMade } from '../../../../activities/freezes/registry.ts';
import { toFreezeView } from '../../../../api/freezes/view.ts';
import { plainPaint } from '../../../../cli/paint.ts';
import { renderFreezes } from '../../../../cli/render-freezes.ts';
import { when } from '../../../../providers/notifiers/slack/text.ts';
import { fakeClient } from '../../api/fake-client.ts';

test('a freeze from when any number was taken, beyond what a date holds, breaks no list', async () => {
  const made = { lanes: ['*@*'], reason: 'year end', owner: 'ann', createdBy: 'ann', endedBy: null };
  const kept = { ...made, id: 'f1', start: 1, end: Number.MAX_SAFE_INTEGER };
  const client = fakeClient({ memo: async () => ({ freezes: { freezes: [kept], stop: null } }) });
  const read = await readMade(client);
  const freezes = 'unknown' in read ? [] : read.freezes;
  expect(freezes).toMatchObject([{ by: 'f1', start: 1 }]);
  expect(freezes.map(({ end }) => when(end))).toEqual([expect.stringContaining('9999-12-31 23:59 UTC')]);
  const views = freezes.map((freeze) => toFreezeView({ ...made, ...freeze, id: freeze.by }, Date.now()));
  const list = { stop: null, freezes: views, calendars: [], lanes: [] };
  const lines = renderFreezes(list, { now: Date.now(), width: 200, paint: plainPaint });
  expect(lines.join('\n')).toContain('9999-12-31 23:59 UTC');
});
