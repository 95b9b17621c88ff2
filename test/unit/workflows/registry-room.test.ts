/** Whatever is asked of the registry, what it carries over stays far below the 2 MB at which Temporal ends a workflow. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { bytesOf } from '../../../workflows/bytes.ts';
import type { RegistryState } from '../../../workflows/registry-messages.ts';
import { endFreeze, keepFreeze, switchStop } from '../../../workflows/registry/freezes.ts';
import { moveGate } from '../../../workflows/registry/gates.ts';
import { checkGoing } from '../../../workflows/registry/history.ts';
import { once } from '../../../workflows/registry/once.ts';
import { checkFreeze, checkGate, checkToken, checkWritten } from '../../../workflows/registry/room.ts';
import { keepToken } from '../../../workflows/registry/tokens.ts';
import { freshAudit } from '../../../workflows/audit.ts';
import { largestFreeze } from '../../rigs/largest-freeze.ts';

vi.mock('@temporalio/workflow', async (original) => ({
  ...(await original<object>()),
  patched: () => true,
  workflowInfo: () => history,
}));

const history = { continueAsNewSuggested: false, historyLength: 100, historySize: 100_000 };
const short = { ...history };
afterEach(() => Object.assign(history, short));

const MOST = 1_500_000;
const who = { actor: 'm'.repeat(200), reason: '\u0001'.repeat(1000), bodyHash: 'b'.repeat(64) };
/** Of the 64 kB that a body may have. */
const grants = [{ role: 'operator' as const, lanes: Array.from({ length: 440 }, () => 'x'.repeat(127)) }];

function emptyState(): RegistryState {
  const answers = {
    tokenAnswers: {},
    gateAnswers: {},
    freezeAnswers: {},
    stopAnswers: {},
    scheduleAnswers: {},
  };
  return {
    tokens: [],
    gates: [],
    freezes: [],
    stop: null,
    acts: [],
    ...answers,
    audit: freshAudit(),
    audited: 0,
  };
}

function keyOf(text: string): string {
  return text.padEnd(64, '0');
}

/** The chain has taken in all acts. */
function written(state: RegistryState): void {
  state.audited = state.acts.at(-1)?.number ?? 0;
}

test('the largest of everything, by the hundred, has room, and what was there before is still known', () => {
  const state = emptyState();
  const request = { ...who, hash: 'h', groups: [], expiresAt: null };
  keepToken(state, { ...request, name: 'ci', grants: [] });
  switchStop(state, { ...who, on: true });
  keepFreeze(state, { ...largestFreeze(0), lanes: ['*@production'] });
  written(state);
  const refused = new Set<string>();
  const attempt = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      refused.add(error instanceof Error && 'type' in error ? String(error.type) : String(error));
    }
    written(state);
  };
  state.gates = Array.from({ length: 230 }, (_, index) => {
    const name = `g${index}`.padEnd(63, 'x');
    return { name, namespace: name, kind: 'gate', openedBy: who.actor, openedAt: 9e12 };
  });
  for (let number = 1; number <= 115; number += 1) {
    attempt(() => {
      const asked = largestFreeze(number);
      checkFreeze(state, asked);
      const made = once(state.freezeAnswers, asked, () => keepFreeze(state, asked));
      if (made.state !== 'kept' || number > 100) return;
      const ending = { ...who, key: keyOf(`end${number}`), freeze: made.freeze.id };
      once(state.freezeAnswers, ending, () => endFreeze(state, ending));
    });
    if (number <= 100) continue;
    attempt(() => {
      const asked = { ...request, name: `t${number}`, grants, key: keyOf(`token${number}`) };
      checkToken(state, asked);
      once(state.tokenAnswers, asked, () => keepToken(state, asked));
    });
    attempt(() => {
      const name = `g${number}`.padEnd(63, 'x');
      const asked = {
        ...who,
        name,
        namespace: name,
        kind: 'rollback',
        open: true,
        key: keyOf(`g${number}`),
      } as const;
      checkGate(state, asked);
      once(state.gateAnswers, asked, () => moveGate(state, asked));
    });
  }
  expect(refused).toEqual(new Set(['too_many_freezes', 'too_many_tokens', 'too_many_gates']));
  expect(bytesOf(state)).toBeGreaterThan(700_000);
  expect(bytesOf(state)).toBeLessThan(MOST);
  expect(bytesOf([state.tokens, state.freezes, state.stop]), 'the memo').toBeLessThan(600_000);
  expect(state.tokens).toContainEqual(expect.objectContaining({ name: 'ci' }));
  expect(state.stop).not.toBeNull();
  expect(state.freezes).toContainEqual(expect.objectContaining({ lanes: ['*@production'], endedBy: null }));
  const { number = 0 } = state.acts.at(-1) ?? {};
  keepToken(state, { ...request, name: 'next', grants: [] });
  expect(state.acts.at(-1)?.number).toBe(number + 1);
});

test('acts that no line holds yet are not forgotten: the next one is refused, one that takes something away later', () => {
  const state = emptyState();
  const make = (number: number): void => void keepFreeze(state, largestFreeze(number));
  for (let number = 0; number < 3; number += 1) make(number);
  expect(() => checkWritten(state)).not.toThrow();
  for (let number = 3; number < 6; number += 1) make(number);
  expect(() => checkWritten(state)).toThrow(/wait to be written to the audit/);
  expect(() => checkWritten(state, 'closing')).not.toThrow();
  for (let number = 6; number < 8; number += 1) make(number);
  expect(() => checkWritten(state, 'closing')).toThrow(/wait to be written/);
  expect(() => checkWritten(state, 'revoking')).not.toThrow();
  for (let number = 8; number < 14; number += 1) make(number);
  expect(() => checkWritten(state, 'revoking')).toThrow(/wait to be written/);
  expect(state.acts).toHaveLength(14);
});

test('of those that are over the newest are shown, and they make room for those that stand', () => {
  const state = emptyState();
  for (let number = 0; number < 110; number += 1) {
    const made = keepFreeze(state, { ...largestFreeze(number), lanes: ['a@b'], reason: '', owner: '' });
    if (made.state === 'kept') endFreeze(state, { ...who, reason: '', freeze: made.freeze.id });
    written(state);
  }
  expect(state.freezes.length).toBeGreaterThanOrEqual(100);
  expect(state.freezes.length).toBeLessThanOrEqual(101);
  const last = state.freezes.at(-1)?.id;
  for (let number = 0; number < 11; number += 1) keepFreeze(state, largestFreeze(number));
  expect(bytesOf(state.freezes)).toBeLessThan(260_000);
  expect(state.freezes.map(({ id }) => id)).toContain(last);
});

test.each([
  ['many', 50, { lanes: ['a@b'], reason: '', owner: '' }],
  ['large', 2, {}],
])('one principal with %s freezes that stand has no room for more, others have', (_how, most, more) => {
  const state = emptyState();
  const asked = { ...largestFreeze(0), ...more };
  for (let number = 0; number < most; number += 1) {
    checkFreeze(state, asked);
    keepFreeze(state, asked);
    written(state);
  }
  expect(() => checkFreeze(state, asked)).toThrow(/^with this m0m+ would have .* end one first/);
  expect(() => checkFreeze(state, { ...asked, actor: 'bob' })).not.toThrow();
  endFreeze(state, { ...who, freeze: state.freezes[0]?.id ?? '' });
  written(state);
  expect(() => checkFreeze(state, asked)).not.toThrow();
});

describe('a history that has to begin anew', () => {
  test('lets no second act on a schedule begin, and of a short one there are a few at once', () => {
    expect(() => checkGoing(4)).not.toThrow();
    expect(() => checkGoing(5)).toThrow(/^5 acts on schedules go on/);
    Object.assign(history, { historyLength: 4001 });
    expect(() => checkGoing(0)).not.toThrow();
    expect(() => checkGoing(1)).toThrow(/within 10 minutes/);
    Object.assign(history, { ...short, continueAsNewSuggested: true });
    expect(() => checkGoing(1)).toThrow(/within 10 minutes/);
  });

  test.each([{ historySize: 20_000_001 }, { historyLength: 8001 }])(
    '%j takes in a revocation alone',
    (long) => {
      Object.assign(history, long);
      const state = emptyState();
      expect(() => checkWritten(state)).toThrow(/has to begin its history anew/);
      expect(() => checkFreeze(state, largestFreeze(1))).toThrow(/has to begin its history anew/);
      expect(() => checkWritten(state, 'closing')).toThrow(/has to begin its history anew/);
      expect(() => checkWritten(state, 'revoking')).not.toThrow();
    },
  );
});
