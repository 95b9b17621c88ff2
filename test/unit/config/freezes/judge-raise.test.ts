import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freezeAt, nextAllowed, type Freeze } from '../../../../config/freezes/freeze.ts';
import { judgeRaise, type KnownFreezes, type Raise } from '../../../../config/freezes/judge-raise.ts';

const now = Date.UTC(2026, 11, 24, 12);
const HOUR = 3_600_000;
const raise: Raise = { lane: 'shop.production', kind: 'release', began: now - HOUR, onFreeze: 'hold' };
const freeze: Freeze = {
  by: 'f1',
  lanes: ['*@production'],
  reason: 'year end',
  owner: 'ann',
  start: now - 2 * HOUR,
  end: now + HOUR,
};
const late = { ...freeze, by: 'f2', start: now - 60_000 };
const stop = { since: now - 60_000, actor: 'bob', reason: 'fire' };
const calendar = { name: 'holidays', lanes: ['*@*'], freezes: [], readAt: now - HOUR };

const made = (freezes: Freeze[], on: typeof stop | null = null): KnownFreezes => ({
  made: { freezes, stop: on },
  calendars: [],
});
const read = (readAt: number | null): KnownFreezes => ({
  ...made([]),
  calendars: [{ ...calendar, readAt, failed: 'GET was answered with 503.' }],
});
const unknown: KnownFreezes = { made: { unknown: 'no answer' }, calendars: [] };
const overridden = { overriddenAt: now - 1000 };

// What is known, how the raise differs from that of a release, and what keeps it; null: nothing.
const cases: [what: string, known: KnownFreezes, Partial<Raise>, by: string | null][] = [
  ['nothing stands', made([]), {}, null],
  ['a freeze of the lane', made([freeze]), {}, 'frozen by f1 of ann, until 2026-12-24 13:00 UTC: year end'],
  ['a freeze of other lanes', made([{ ...freeze, lanes: ['*@staging'] }]), {}, null],
  ['a freeze that is over at this moment', made([{ ...freeze, end: now }]), {}, null],
  ['a freeze that begins at this moment', made([{ ...freeze, start: now }]), {}, 'f1'],
  [
    'two that follow each other',
    made([freeze, { ...freeze, start: freeze.end, end: freeze.end + HOUR }]),
    {},
    '14:00',
  ],
  ['a freeze that began later, where what runs finishes', made([late]), { onFreeze: 'finish' }, null],
  ['a freeze that stood before, where what runs finishes', made([freeze]), { onFreeze: 'finish' }, 'f1'],
  ['a hotfix in a freeze', made([freeze]), { kind: 'hotfix' }, 'f1'],
  ['a rollback in a freeze', made([freeze]), { kind: 'rollback' }, null],
  ['a freeze that was overridden', made([freeze]), overridden, null],
  [
    'the stop',
    made([], stop),
    {},
    'everything is stopped by bob since 2026-12-24 11:59 UTC: fire; an admin ends it',
  ],
  ['the stop, where what runs finishes', made([], stop), { onFreeze: 'finish' }, 'everything is stopped'],
  ['the stop and a rollback', made([], stop), { kind: 'rollback' }, 'everything is stopped'],
  [
    'an override that is older than the stop',
    made([], stop),
    { overriddenAt: now - HOUR },
    'everything is stopped',
  ],
  ['an override of the stop', made([], stop), overridden, null],
  ['a calendar that fails for less than 24 h', read(now - 24 * HOUR), {}, null],
  [
    'a calendar that fails for longer',
    read(now - 24 * HOUR - 1),
    {},
    'the calendar holidays was last read at 2026-12-23 11:59 UTC, so it is not known whether anything is frozen: GET was answered with 503.',
  ],
  [
    'a calendar that was never read',
    read(null),
    { onFreeze: 'finish' },
    'the calendar holidays was never read',
  ],
  ['such a calendar and an override', read(null), overridden, null],
  ['such a calendar and a rollback', read(null), { kind: 'rollback' }, null],
  ['a registry that does not answer', unknown, {}, 'it is not known whether anything is frozen: no answer'],
  [
    'such a registry and a rollback, since everything may be stopped',
    unknown,
    { kind: 'rollback' },
    'no answer',
  ],
  ['such a registry and an override', unknown, overridden, null],
  ['such a registry and an override of 10 minutes ago', unknown, { overriddenAt: now - HOUR / 6 }, null],
  [
    'such a registry and an older override, since everything may be stopped by now',
    unknown,
    { overriddenAt: now - HOUR / 6 - 1 },
    'it is not known whether anything is frozen: no answer',
  ],
];

describe('a raise meets', () => {
  test.each(cases)('%s', (_what, known, more, by) => {
    const frozen = judgeRaise({ ...raise, ...more }, known, now);
    expect(frozen?.message ?? 'nothing at all').toContain(by ?? 'nothing at all');
  });

  test('the end of what stands, where that is known', () => {
    expect(judgeRaise(raise, made([freeze]), now)).toMatchObject({ by: 'freeze', until: freeze.end });
    expect(judgeRaise(raise, made([freeze], stop), now)).not.toHaveProperty('until');
    const forEver = { ...freeze, end: now + 500 * 24 * HOUR };
    const frozen = judgeRaise(raise, made([forEver]), now);
    expect(frozen?.message).toBe('frozen by f1 of ann, no end is known: year end');
  });
});

test('the next allowed moment is not frozen, and every moment before it is', () => {
  const some = fc.array(
    fc.record({ start: fc.integer({ min: -20, max: 40 }), length: fc.integer({ min: 1, max: 15 }) }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(some, (all) => {
      const freezes = all.map(({ start, length }) => ({ ...freeze, start, end: start + length }));
      const next = nextAllowed(freezes, 'shop.production', 0);
      expect(next).toBeDefined();
      for (let at = 0; at < (next ?? 0); at += 1) {
        expect(freezeAt(freezes, 'shop.production', at)).toBeDefined();
      }
      expect(freezeAt(freezes, 'shop.production', next ?? 0)).toBeUndefined();
    }),
  );
});
