import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { freshAudit } from '../../../workflows/audit.ts';
import type { AuditAct } from '../../../workflows/audit-messages.ts';
import { checkHistory, untilBeginsAnew } from '../../../workflows/lane-history.ts';
import type { LaneState } from '../../../workflows/lane-messages.ts';
import { laneState } from '../../workflow/inputs.ts';

// What a workflow alone has: its history, patches, and conditions.
vi.mock('@temporalio/workflow', async (original) => ({
  ...(await original<object>()),
  allHandlersFinished: () => true,
  condition: async (is: () => boolean) => {
    while (!is()) await turn();
  },
  patched: () => true,
  workflowInfo: () => history,
}));

const history = { continueAsNewSuggested: false, historyLength: 100, historySize: 100_000 };
const short = { ...history };
const running: LaneState['running'] = {
  id: 'shop.production.2',
  kind: 'release',
  version: 'v2',
  actor: 'ann',
  startedAt: 1,
};
afterEach(() => Object.assign(history, short));

test.each([{ historySize: 20_000_001 }, { historyLength: 8001 }])(
  'of a history of %j nothing more is taken in while a release runs',
  (long) => {
    const state = { running };
    expect(() => checkHistory(state, 'lane_busy')).not.toThrow();
    Object.assign(history, long);
    expect(() => checkHistory(state, 'lane_busy')).toThrow(
      /wait for the end of shop.production.2, or abort it/,
    );
    expect(() => checkHistory({ running: null }, 'lane_busy')).not.toThrow();
  },
);

test('a long history begins anew when no release runs and few acts wait to be written', async () => {
  const who = { actor: 'ann', source: 'api', reason: 'x'.repeat(250_000) } as const;
  const act: AuditAct = { at: 1, recorded: 1, act: 'pause', ...who };
  const state = laneState({ running, audit: { ...freshAudit(), pending: [act] } });
  const guard = { state, writing: false };
  let begins = false;
  const begun = untilBeginsAnew(guard).then(() => (begins = true));
  const turns = async (): Promise<boolean> => {
    for (let passed = 0; passed < 5; passed += 1) await turn();
    return begins;
  };
  Object.assign(history, { historyLength: 4001 });
  expect(await turns()).toBe(false);
  state.running = null;
  expect(await turns()).toBe(false);
  // What came meanwhile is not cut off.
  state.running = running;
  state.audit.pending = [];
  expect(await turns()).toBe(false);
  state.running = null;
  await begun;
});
