import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actsNow } from '../../../../providers/notifiers/slack/buttons.ts';
import { firstMessage, releaseMessage, replyTo } from '../../../../providers/notifiers/slack/message.ts';
import type { Shown } from '../../../../providers/notifiers/slack/shown.ts';
import { buttonsOf, readBlocks } from '../../../rigs/slack/blocks.ts';
import { seen } from '../../../rigs/slack/posted.ts';

const AT = 1_795_478_249_030;
const bakes: Shown = {
  id: 'checkout.production.12',
  kind: 'release',
  version: 'v2',
  stable: { slot: 'blue', version: 'v1' },
  actor: 'ann',
  phase: 'running',
  sentence: 'waiting: 412 of 1,000 requests',
  step: 1,
  token: '1.4',
  steps: [
    { kind: 'deploy', label: 'deploy', state: 'done' },
    { kind: 'bake', label: 'bake for 10m', state: 'running' },
  ],
  deadline: AT,
  traffic: { asked: 500, observed: 480, proven: true, at: AT },
  approvals: [],
};
const approval = {
  count: 2,
  given: 1,
  role: 'approver',
  groups: [],
  people: [],
  author: 'ann',
  onDeadline: 'revert' as const,
  who: 'members of payments, with the role approver, but not ann who started it',
  sentence: '1 of 2 approvals',
};
const approves: Shown = {
  ...bakes,
  steps: [
    { kind: 'deploy', label: 'deploy', state: 'done' },
    { kind: 'approve', label: 'approve', state: 'running' },
  ],
  approvals: [{ actor: 'bob', at: AT }],
  approval,
};
const hold = {
  reason: 'harm',
  message: 'worse',
  since: AT,
  deadline: AT + 1000,
  onDeadline: 'revert',
  promotable: true,
  retryable: true,
};

describe('the buttons are the acts that are answers now', () => {
  test.each([
    ['a bake', bakes, ['promote', 'pause', 'abort']],
    ['an approval', approves, ['approve', 'pause', 'abort']],
    [
      'an approval whose time is over',
      { ...approves, phase: 'holding', hold: { ...hold, reason: 'approval', promotable: false } },
      ['retry', 'pause', 'abort'],
    ],
    ['a hold', { ...bakes, phase: 'holding', hold }, ['promote', 'retry', 'pause', 'abort']],
    [
      'a hold that cannot be promoted',
      { ...bakes, phase: 'holding', hold: { ...hold, promotable: false } },
      ['retry', 'pause', 'abort'],
    ],
    ['a pause', { ...bakes, phase: 'paused', pausedBy: 'eve' }, ['promote', 'resume', 'abort']],
    ['what is known good', { ...bakes, knownGood: true }, ['promote', 'pause']],
    ['the beginning', { ...bakes, phase: 'starting', steps: [] }, ['abort']],
    ['an undo', { ...bakes, phase: 'undoing' }, []],
    ['the end', { ...bakes, phase: 'finished', outcome: 'completed' }, []],
  ] satisfies [string, Shown, string[]][])('%s', (_what, shown, acts) => {
    expect(actsNow(shown)).toEqual(acts);
    const buttons = buttonsOf(readBlocks(releaseMessage(shown).blocks));
    expect(buttons.map((each) => each.action_id)).toEqual(acts.map((act) => `sluice.${act}`));
    for (const { value } of buttons) {
      expect(JSON.parse(value ?? '')).toEqual({ release: shown.id, step: 1, token: '1.4' });
    }
  });

  test('an abort and a promote are asked about once more', () => {
    const asked = buttonsOf(readBlocks(releaseMessage(bakes).blocks)).filter(
      ({ confirm }) => confirm !== undefined,
    );
    expect(asked.map((each) => each.text.text)).toEqual(['Promote', 'Abort']);
  });
});

test('it says whom an approval waits for, who gave one, and until when', () => {
  const text = seen({ ...releaseMessage(approves), blocks: readBlocks(releaseMessage(approves).blocks) });
  expect(text).toContain('waits for approval');
  expect(text).toContain(`Who could approve*: ${approval.who}.`);
  expect(text).toContain('Approved by* bob');
  expect(text).toMatch(/Without them it reverts at <!date\^1795478249\^/);
});

test('whatever a release says, Slack takes the message, and nobody is mentioned by it', () => {
  const words = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom(
      '<!channel>',
      '<@U0123ABCD45>',
      '&'.repeat(4000),
      '<'.repeat(2999),
      '😀'.repeat(2000),
      'x',
    ),
  );
  const state = fc.constantFrom('waiting', 'running', 'done', 'skipped', 'failed');
  const step = fc.record({ kind: fc.constantFrom('bake', 'approve', 'keep'), label: words, state });
  const shown = fc.record({
    version: words,
    actor: words,
    sentence: words,
    phase: fc.constantFrom('starting', 'running', 'paused', 'holding', 'undoing', 'finished'),
    step: fc.integer({ min: 0, max: 3 }),
    steps: fc.array(step, { maxLength: 3 }),
  });
  const more = fc.constantFrom<Partial<Shown>>(
    {},
    { hold },
    { approval },
    { pausedBy: 'eve' },
    { id: `${'a'.repeat(63)}.${'b'.repeat(63)}.1` },
  );
  fc.assert(
    fc.property(shown, more, words, (changed, further, message) => {
      const release: Shown = { ...bakes, ...changed, ...further };
      const said = releaseMessage(release);
      readBlocks(said.blocks);
      expect(said.text.length).toBeLessThanOrEqual(3000);
      expect(said.text).not.toMatch(/[<>]/);
      const event = {
        lane: 'a.b',
        release: 'a.b.1',
        number: 1,
        at: AT,
        kind: 'held',
        message,
        reason: message,
        page: true,
      };
      readBlocks(firstMessage(event).blocks);
      readBlocks(replyTo(event, { told: true, isAsked: false }).blocks);
    }),
    { numRuns: 40 },
  );
});
