import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApproveStep } from '../../../config/plan.ts';
import {
  isApproved,
  refuseApprover,
  toApproval,
  toApprovalView,
  type Approval,
} from '../../../workflows/approvals.ts';

const ann = { actor: 'ann' };
const open: ApproveStep = {
  kind: 'approve',
  count: 2,
  role: 'approver',
  deadline: 60_000,
  onDeadline: 'revert',
};
const payments = { name: 'payments', least: 1 };
const security = { name: 'security', least: 1 };
const both: ApproveStep = { ...open, groups: [payments, security] };

const by = (actor: string, groups: string[] = [], roles?: string[]) => ({
  actor,
  reason: '',
  groups,
  ...(roles === undefined ? {} : { roles }),
});
const taken = (step: ApproveStep, ...acts: ReturnType<typeof by>[]): Approval[] =>
  acts.map((act, at) => toApproval(step, act, at));

describe('an approval is not taken', () => {
  test.each([
    ['of the author', open, by('ann'), 'approval_by_author'],
    ['of the author, though a member', both, by('ann', ['payments']), 'approval_by_author'],
    ['a second time', open, by('bob'), 'act_not_possible'],
    ['of somebody in no group of the step', both, by('eve', ['sales']), 'not_an_approver'],
    ['of somebody in no group at all', both, by('eve'), 'not_an_approver'],
    ['of a member without the role', both, by('eve', ['payments'], ['operator']), 'not_an_approver'],
    ['of somebody who is not named', { ...open, people: ['bob', 'dan'] }, by('eve'), 'not_an_approver'],
  ])('%s', (_what, step, act, code) => {
    expect(refuseApprover(step, ann, taken(step, by('bob', ['payments'])), act)?.code).toBe(code);
  });

  test('the refusal says for whom it is', () => {
    const step = { ...both, groups: [payments, { name: 'security', least: 0 }], people: ['dan'] };
    expect(refuseApprover(step, ann, [], by('eve'))?.message).toBe(
      'eve may not approve this: it is for members of payments (at least 1) or security or dan',
    );
  });
});

test.each([
  ['anybody with the role', open, by('eve', [], ['approver'])],
  ['an admin, whatever the role', { ...open, role: 'operator' }, by('eve', [], ['admin'])],
  ['a member of one of the groups', both, by('eve', ['sales', 'security'], ['approver'])],
  ['somebody who is named, beside the groups', { ...both, people: ['eve'] }, by('eve')],
  ['somebody whose roles are not told', both, by('eve', ['payments'])],
])('taken is that of %s', (_what, step, act) => {
  expect(refuseApprover(step, ann, [], act)).toBeUndefined();
});

describe('it is enough', () => {
  test('with so many people, and so many of each group', () => {
    expect(isApproved(open, taken(open, by('bob')))).toBe(false);
    expect(isApproved(open, taken(open, by('bob'), by('eve')))).toBe(true);
    const two = taken(both, by('bob', ['payments']), by('eve', ['payments']));
    expect(isApproved(both, two)).toBe(false);
    expect(isApproved(both, [...two, ...taken(both, by('dan', ['security']))])).toBe(true);
  });

  test('with one person for two groups, where one is all that is asked for', () => {
    const one = { ...both, count: 1 };
    expect(isApproved(one, taken(one, by('bob', ['payments', 'security'])))).toBe(true);
    expect(isApproved(both, taken(both, by('bob', ['payments', 'security'])))).toBe(false);
  });
});

test('the view says how it stands and who could', () => {
  const view = toApprovalView(both, ann, taken(both, by('bob', ['payments', 'sales'])));
  expect(view).toMatchObject({
    given: 1,
    groups: [
      { name: 'payments', least: 1, given: 1 },
      { name: 'security', least: 1, given: 0 },
    ],
    sentence:
      '1 of 2 approvals, 0 of 1 from security; it waits for members of payments (at least 1) or security (at least 1), with the role approver, but not ann who started it',
  });
});

test('the people for whom a schedule started it are its authors, and stand beside it', () => {
  const started = { actor: 'schedule-nightly', authors: ['ann', 'bob'] };
  const refused = refuseApprover(open, started, [], by('bob'));
  expect(refused).toEqual({
    code: 'approval_by_author',
    message: 'schedule-nightly started this release for bob; somebody else has to approve it',
  });
  expect(refuseApprover(open, started, [], by('eve'))).toBeUndefined();
  expect(toApprovalView(open, started, [])).toMatchObject({
    author: 'schedule-nightly',
    authors: ['ann', 'bob'],
    who: expect.stringMatching(/, but not ann or bob, for whom schedule-nightly started it$/),
  });
});

test('whoever comes in whatever order, and however often: nobody counts twice, and never the author', () => {
  const people = ['ann', 'bob', 'dan', 'eve', 'fay'];
  const arrival = fc.record({
    actor: fc.constantFrom(...people),
    groups: fc.subarray(['payments', 'security', 'sales']),
  });
  const asked = fc.record({ count: fc.integer({ min: 1, max: 3 }), least: fc.integer({ min: 0, max: 2 }) });
  fc.assert(
    fc.property(asked, fc.array(arrival, { maxLength: 12 }), ({ count, least }, arrivals) => {
      const step = { ...open, count, groups: [{ name: 'payments', least }, security] };
      const approvals: Approval[] = [];
      for (const act of arrivals) {
        if (refuseApprover(step, ann, approvals, { ...act }) !== undefined) continue;
        approvals.push(toApproval(step, { ...act, reason: '' }, 0));
      }
      const actors = approvals.map(({ actor }) => actor);
      expect(new Set(actors).size).toBe(actors.length);
      expect(actors).not.toContain('ann');
      expect(approvals.every(({ groups = [] }) => groups.length > 0 && !groups.includes('sales'))).toBe(true);
      const from = (name: string): number => approvals.filter(({ groups }) => groups?.includes(name)).length;
      expect(isApproved(step, approvals)).toBe(
        actors.length >= count && from('payments') >= least && from('security') >= 1,
      );
    }),
  );
});
