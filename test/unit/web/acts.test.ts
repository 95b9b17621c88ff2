import { expect, test } from 'vitest';
import type { Whoami } from '../../../api/wire/whoami.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import type { Role } from '../../../config/grants.ts';
import { asOffered, notOffered, offersFor, refusals } from '../../../web/pages/release/acts.ts';
import { hold, metric, NOW, release } from './releases.ts';

function who(role: Role, more: Partial<Whoami['grants'][number]> = {}): Whoami {
  return { name: 'bob', kind: 'token', grants: [{ role, lanes: ['*@*'], ...more }], groups: [] };
}

function names(view: ReleaseView, person = who('admin')): string[] {
  return offersFor(view, person, 'back').map(({ name }) => name);
}

const approval: NonNullable<ReleaseView['approval']> = {
  count: 2,
  given: 0,
  role: 'approver',
  groups: [],
  people: [],
  author: 'ann',
  onDeadline: 'revert',
  who: 'anybody with the role',
  sentence: 'waiting',
};

const PAYMENTS = [{ name: 'payments', least: 1, given: 0 }];

/** A hold that has no deadline any more, or never had one. */
function undated(more: Parameters<typeof hold>[0] = {}): ReturnType<typeof hold> {
  const { deadline: _, ...undatedHold } = hold({ onDeadline: 'stay', ...more });
  return undatedHold;
}

const FREEZE = undated({ reason: 'freeze', promotable: false, retryable: false });

test.each<[string, Partial<ReleaseView>, string[]]>([
  ['a bake', {}, ['promote', 'extend', 'pause', 'abort', 'leave']],
  ['a shift', { step: 1, deadline: undefined } as object, ['pause', 'abort', 'leave']],
  ['a pause', { phase: 'paused', pausedBy: 'ann', step: 1 }, ['resume', 'extend', 'abort', 'leave']],
  ['a hold', { phase: 'holding', hold: hold() }, ['retry', 'promote', 'extend', 'pause', 'abort', 'leave']],
  [
    'a hold that promote does not answer',
    { phase: 'holding', hold: hold({ promotable: false }) },
    ['retry', 'extend', 'pause', 'abort', 'leave'],
  ],
  [
    'a hold in keep whose deadline has passed',
    { phase: 'holding', hold: undated() },
    ['retry', 'promote', 'pause', 'abort', 'leave'],
  ],
  ['a freeze', { phase: 'holding', hold: FREEZE }, ['override-freeze', 'extend', 'pause', 'abort', 'leave']],
  [
    'a freeze of a step without an end',
    { phase: 'holding', hold: FREEZE, deadline: undefined } as object,
    ['override-freeze', 'pause', 'abort', 'leave'],
  ],
  ['an approval', { step: 3, approval }, ['approve', 'extend', 'pause', 'abort', 'leave']],
  [
    'what is known good, and cannot be aborted',
    { knownGood: true, phase: 'holding', hold: hold({ promotable: false }) },
    ['retry', 'extend', 'pause', 'leave'],
  ],
  ['an undo', { phase: 'undoing' }, ['leave']],
  ['an end', { phase: 'finished' }, []],
  ['a bake that no worker tells of', { stale: true }, ['abort']],
  ['a pause that no worker tells of', { phase: 'paused', stale: true }, ['abort']],
  ['an undo that no worker tells of', { phase: 'undoing', stale: true }, []],
  ['what is known good, and no worker tells of', { knownGood: true, stale: true }, []],
])('in %s there is offered what answers it', (_name, more, offered) => {
  const view = release(more);
  if (more.deadline === undefined && 'deadline' in more) delete view.deadline;
  expect(names(view)).toEqual(offered);
});

test('while no worker answers it is said why no more is offered', () => {
  const said = (more: Partial<ReleaseView>): string | undefined => {
    const view = release(more);
    return notOffered(view, offersFor(view, who('admin'), 'back'));
  };
  expect(said({ phase: 'paused', stale: true })).toContain('only an abort is taken');
  expect(said({ phase: 'undoing', stale: true })).toBe('No act is taken until a worker answers.');
  expect(said({})).toBeUndefined();
  expect(said({ phase: 'finished', stale: true })).toBeUndefined();
});

test('what is extended is the hold that asks somebody, else the present step', () => {
  const extended = (of: ReturnType<typeof hold>) =>
    offersFor(release({ phase: 'holding', hold: of }), who('admin'), 'back').find(
      ({ name }) => name === 'extend',
    )?.does;
  expect(extended(hold())).toContain('The hold ends later');
  expect(extended(FREEZE)).toContain('The present step ends later');
});

test('what a role does not reach cannot be pressed, and says what it takes', () => {
  const [first, ...others] = offersFor(release(), who('viewer'), 'back');
  expect(first).toMatchObject({ name: 'promote', refused: 'It takes the role operator in shop@production.' });
  expect(others.every(({ refused }) => refused !== undefined)).toBe(true);
  expect(names(release(), who('operator'))).not.toContain('leave');
  expect(offersFor(release(), who('operator'), 'back').every(({ refused }) => refused === undefined)).toBe(
    true,
  );
});

test('whoever may break the glass can press, has to say why, and is told so', () => {
  const offers = offersFor(release(), who('viewer', { breakGlass: true }), 'back');
  expect(offers.find(({ name }) => name === 'abort')).toMatchObject({ breaksGlass: true, needsReason: true });
  expect(offers[0]?.refused).toBeUndefined();
});

test('whoever started it, or has approved it, does not approve it', () => {
  const view = release({ step: 3, approval });
  const [approve] = offersFor(view, { ...who('approver'), name: 'ann' }, 'back');
  expect(approve?.refused).toBe('Whoever started a release cannot approve it.');
  const again = release({ step: 3, approval, approvals: [{ actor: 'bob', at: 1 }] });
  expect(offersFor(again, who('approver'), 'back')[0]?.refused).toBe('You have approved it already.');
  expect(offersFor(view, who('approver'), 'back')[0]?.does).toContain('1 more is needed then.');
});

const SECURITY = { name: 'security', least: 1, given: 0 };

test.each<[string, Partial<typeof approval>, string[], string]>([
  [
    'the last one, with nobody of a group',
    { given: 1, groups: [SECURITY] },
    [],
    'Counts as one of 2. It then still waits for 1 of security.',
  ],
  ['the last one, of the group', { given: 1, groups: [SECURITY] }, ['security'], 'The release goes on then.'],
  [
    'the first one, with nobody of two groups',
    { groups: [SECURITY, { name: 'payments', least: 3, given: 1 }] },
    ['payments'],
    '1 more is needed then. It then still waits for 1 of security and 1 of payments.',
  ],
  [
    'one that comes after enough others, of the group',
    { given: 2, groups: [SECURITY] },
    ['security'],
    'Counts as one more than the 2 that are asked for in all. The release goes on then.',
  ],
  [
    'one where the group has enough',
    { given: 1, groups: [{ ...SECURITY, given: 1 }] },
    [],
    'Counts as one of 2. The release goes on then.',
  ],
])('an approval says what the release waits for after %s', (_whose, asks, groups, said) => {
  const view = release({ step: 3, approval: { ...approval, ...asks } });
  const [approve] = offersFor(view, { ...who('approver'), groups }, 'back');
  expect(approve?.does).toContain(said);
});

test.each<[string, Whoami, Partial<typeof approval>, object]>([
  ['a viewer', who('viewer'), {}, { refused: 'It takes the role approver in shop@production.' }],
  ['a viewer who breaks the glass', who('viewer', { breakGlass: true }), {}, { breaksGlass: true }],
  [
    'an approver where operators are asked, also with a glass to break',
    who('approver', { breakGlass: true }),
    { role: 'operator' },
    { refused: 'It takes the role operator in shop@production.', breaksGlass: false },
  ],
  ['an operator where operators are asked', who('operator'), { role: 'operator' }, { refused: undefined }],
  [
    'an approver of another group',
    { ...who('approver'), groups: ['carts'] },
    { groups: PAYMENTS },
    { refused: 'It waits for anybody with the role.' },
  ],
  ['a member', { ...who('approver'), groups: ['payments'] }, { groups: PAYMENTS }, { refused: undefined }],
  ['somebody by name', who('approver'), { groups: PAYMENTS, people: ['bob'] }, { refused: undefined }],
])('to %s an approval is offered as the step has it', (_whom, person, asks, offered) => {
  const view = release({ step: 3, approval: { ...approval, ...asks } });
  const { refused, breaksGlass } =
    offersFor(view, person, 'back').find(({ name }) => name === 'approve') ?? {};
  expect({ refused, breaksGlass }).toMatchObject(offered);
});

test('why buttons are grey is said once a reason, with what it is of', () => {
  expect(refusals(offersFor(release(), who('viewer'), 'back'))).toEqual([
    'Promote, Extend, Pause, Abort: It takes the role operator in shop@production.',
  ]);
  expect(refusals(offersFor(release(), who('admin'), 'back'))).toEqual([]);
});

test('what somebody is about to do is what is offered now, and not what was when they began', () => {
  const [promote] = offersFor(release(), who('admin'), 'back');
  if (promote === undefined) throw new Error('nothing is offered');
  const later = release({ traffic: { asked: 2500, proven: true, at: NOW } });
  expect(asOffered(promote, offersFor(later, who('admin'), 'back')).does).toContain('The wait at 25 % ends');
  expect(asOffered(promote, offersFor(release({ phase: 'undoing' }), who('admin'), ''))).toMatchObject({
    label: 'Promote',
    does: 'As the release stands now, this cannot be done any more.',
    refused: 'Not possible any more.',
  });
  const untold = offersFor(release({ stale: true }), who('admin'), 'back');
  expect(asOffered(promote, untold, true)).toMatchObject({
    does: 'No worker answers, so it is not known what this would do now.',
    refused: 'Not possible until a worker answers.',
  });
  const [abort] = untold;
  if (abort === undefined) throw new Error('no abort is offered');
  expect(asOffered(abort, untold, true)).toBe(abort);
});

test('nothing is promoted while harm is over its bound', () => {
  const harm = release({ evidence: [metric({ harmEvidence: 120, aboveFloor: true })] });
  const [promote] = offersFor(harm, who('operator'), 'back');
  expect(promote).toMatchObject({ name: 'promote', refused: 'The evidence of harm is over its bound.' });
  const [errors, latency] = [60, 55].map((harmEvidence) => metric({ harmEvidence, aboveFloor: true }));
  if (errors === undefined || latency === undefined) throw new Error('there are two');
  const both = (one: typeof errors) => offersFor(release({ evidence: [one, latency] }), who('operator'), '');
  expect(both(errors)[0]).toMatchObject({ name: 'promote', refused: promote?.refused });
  expect(both({ ...errors, aboveFloor: false })[0]).not.toHaveProperty('refused');
});
