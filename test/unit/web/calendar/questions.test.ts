import { expect, test } from 'vitest';
import type { ProtectionView } from '../../../../api/wire/protection.ts';
import type { ScheduleView } from '../../../../api/wire/schedule.ts';
import type { Whoami } from '../../../../api/wire/whoami.ts';
import type { Role } from '../../../../config/grants.ts';
import { askingNow, type Asking } from '../../../../web/pages/calendar/asking-now.ts';
import { accessTo } from '../../../../web/pages/calendar/access.ts';
import { whyNotHere } from '../../../../web/pages/calendar/approvals.ts';
import { beforeOf, whyNotKnown } from '../../../../web/pages/calendar/before.ts';
import { readDraft, type FreezeDraft } from '../../../../web/pages/calendar/freeze-draft.ts';
import { toEndFreeze, toFreeze, toStop } from '../../../../web/pages/calendar/freeze-questions.ts';
import { toAnswer, whyNotApprove } from '../../../../web/pages/calendar/other-questions.ts';
import { waitingReleases } from '../../../../web/pages/calendar/waiting.ts';
import { momentIn, zoneInWords } from '../../../../web/pages/calendar/when.ts';
import { lane, running } from '../lanes.ts';
import { at, freezing, NOW } from './entries.ts';

type Known = Parameters<typeof askingNow>[1];

function who(role: Role, lanes = ['*@*'], breakGlass?: true): Whoami {
  const grant = { role, lanes, ...(breakGlass === undefined ? {} : { breakGlass }) };
  return { name: 'bob', kind: 'token', grants: [grant], groups: [] };
}

const draft: FreezeDraft = { lanes: '*@production', owner: '', start: '', length: '4h', end: '' };
const clock = { zone: 'UTC', now: NOW };
const read = (more: Partial<FreezeDraft>) => readDraft({ ...draft, ...more }, { now: NOW, utc: true });

test.each<[Partial<FreezeDraft>, string]>([
  [{ lanes: ' ' }, 'Say which lanes'],
  [{ lanes: 'production' }, 'production is no pattern of lanes'],
  [{ length: '' }, 'Say when it ends.'],
  [{ length: '', end: '2026-11-26T02:59' }, 'or is over already'],
  [{ length: '1h', start: '2026-11-25T02:00' }, 'or is over already'],
])('of the draft %j it is said what it lacks', (more, lacks) => {
  expect(read(more)).toMatchObject({ lacks: expect.stringContaining(lacks) });
});

test('a freeze is sent by its length, or by its end, and from now unless something else is said', () => {
  expect(read({ lanes: 'a@b,  *@c' })).toMatchObject({ body: { lanes: ['a@b', '*@c'], for: '4h' } });
  expect(
    read({ length: '', start: '2026-11-27T00:00', end: '2026-11-28T12:00', owner: ' ann ' }),
  ).toMatchObject({
    body: {
      lanes: ['*@production'],
      owner: 'ann',
      start: at('2026-11-27T00:00Z'),
      end: at('2026-11-28T12:00Z'),
    },
  });
});

test('where it is not known what the lanes do, that is said, and nothing is said to stand still for it', () => {
  const unknown = 'How many releases are under way is not known now.';
  expect(toFreeze(read({}), who('operator'), undefined, clock).does[0]).toContain(unknown);
  expect(toStop('abort', who('operator'), undefined).does[1]).toContain(unknown);
  expect(toStop('hold', who('operator'), undefined).does[1]).toContain(unknown);
  const standing = freezing('2026-11-24T10:00Z', '2026-11-28T06:00Z');
  expect(toEndFreeze(standing, [], undefined, { now: NOW, stopped: false }).does[0]).toContain(unknown);
});

test('a freeze says until when, in which lanes, and what becomes of what is under way there', () => {
  const board = [lane({ running: running() }), lane({ running: running() }, 'shop', 'staging')];
  const { does, lacks, label } = toFreeze(read({}), who('operator'), board, clock);
  expect([lacks, label]).toEqual([undefined, 'Freeze now']);
  expect(does[0]).toContain('From now until 07:00 no release raises traffic in *@production.');
  expect(does[0]).toContain('The one release under way there stands still at its next raise');
  expect(toFreeze(read({}), who('operator', ['shop@*']), board, clock).lacks).toBe(
    'It takes the role operator in *@production.',
  );
  expect(toFreeze(read({ start: '2026-11-27T00:00' }), who('admin'), [], clock)).toMatchObject({
    label: 'Make the freeze',
    does: [expect.stringContaining('From tomorrow 00:00 until tomorrow 04:00')],
  });
});

test('the end of a freeze says what goes on, and what is frozen all the same', () => {
  const hold = { reason: 'freeze', since: 1 };
  const board = [lane({ running: running({ phase: 'holding', hold }) })];
  const mine = freezing('2026-11-26T00:00Z', '2026-11-27T00:00Z');
  const other = freezing('2026-11-26T00:00Z', '2026-11-26T04:00Z', { by: 'f2', lanes: ['shop@*'] });
  const staging = freezing('2026-11-26T00:00Z', '2026-11-26T04:00Z', { by: 'f3', lanes: ['*@staging'] });
  const { does } = toEndFreeze(mine, [mine, other, staging], board, { now: NOW, stopped: false });
  expect(does[0]).toContain('The one release that stands still');
  expect(does.slice(1)).toEqual(['Still frozen by f2: shop@* (why).']);
});

test('the end of a freeze lets nothing go on while everything is stopped, and says so', () => {
  const mine = freezing('2026-11-26T00:00Z', '2026-11-27T00:00Z');
  const other = freezing('2026-11-26T00:00Z', '2026-11-26T04:00Z', { by: 'f2' });
  const hold = { reason: 'freeze', since: 1 };
  for (const board of [undefined, [], [lane({ running: running({ phase: 'holding', hold }) })]]) {
    const { does } = toEndFreeze(mine, [mine, other], board, { now: NOW, stopped: true });
    expect(does[0]).toContain('everything is stopped, until an admin lets it go on');
    expect(does.join(' ')).not.toMatch(/may (be raised|go on)/);
    expect(does[1]).toContain('Still frozen by f2');
  }
});

test('the stop is for whoever may stop every lane, or breaks the glass for it', () => {
  const board = [lane({ running: running() })];
  expect(toStop('abort', who('operator'), board)).toMatchObject({
    breaksGlass: false,
    label: 'Stop and undo all now',
  });
  expect(toStop('hold', who('operator', ['shop@*']), board).lacks).toContain('every lane');
  expect(accessTo(who('viewer', ['*@*'], true), 'operator', ['*@*'])).toEqual({ breaksGlass: true });
});

const deployment: ProtectionView = {
  id: '7',
  repository: 'acme/shop',
  environment: 'production',
  run: '9',
  sha: '4f2c1e0',
  ref: 'main',
  lane: 'shop.production',
  actor: 'eve',
  state: 'waiting',
  sentence: '1 of 2 approvals',
  since: NOW,
  deadline: NOW + 1,
  approvals: [{ actor: 'ann', at: NOW, reason: '' }],
  approvalsNeeded: 2,
};

test('a deployment is approved once by each, not by whoever asks, and not where nobody is asked', () => {
  expect(whyNotApprove(deployment, 'bob')).toBeUndefined();
  expect(whyNotApprove(deployment, 'ann')).toContain('already');
  expect(whyNotApprove(deployment, 'eve')).toContain('Whoever asks');
  expect(whyNotApprove({ ...deployment, approvalsNeeded: 0 }, 'bob')).toContain('no people');
  expect(toAnswer('approve', deployment).does[0]).toContain('GitHub lets it go on');
  expect(toAnswer('reject', deployment).needsReason).toBe(true);
});

test('what is asked is what is known now, and what cannot be done any more says so', () => {
  const schedule: ScheduleView = {
    lane: 'shop.production',
    name: 'nightly',
    origin: 'api',
    createdBy: 'ann',
    cron: '0 3 * * *',
    timeZone: 'UTC',
    version: 'latest',
    paused: false,
    note: '',
    next: [],
    last: null,
    runs: 0,
    missed: 0,
    skipped: 0,
  };
  const freeze = freezing('2026-11-26T00:00Z', '2026-11-27T00:00Z', { id: 'f1' });
  const { id: _, ...over } = freeze;
  const bob = who('admin');
  const told = (asking: Asking, known: Known['known'], freezings: Known['freezings'] = []) =>
    askingNow(asking, { who: bob, known, freezings });

  const approve = { what: 'deployment', answer: 'approve', deployment } as const;
  const carl = { actor: 'carl', at: NOW, reason: '' };
  const nearly = { ...deployment, approvals: [...deployment.approvals, carl], approvalsNeeded: 3 };
  expect(told(approve, { deployments: [nearly] })).toEqual({ asking: { ...approve, deployment: nearly } });
  expect(told(approve, { deployments: [{ ...deployment, id: '8' }] }).gone).toBe('It waits no more.');
  expect(told(approve, { deployments: [{ ...deployment, state: 'rejected' }] }).gone).toBe(
    'It waits no more.',
  );
  const mine = { ...deployment, approvals: [{ ...carl, actor: 'bob' }] };
  expect(told(approve, { deployments: [mine] }).gone).toContain('already');
  expect(told({ ...approve, answer: 'reject' }, { deployments: [mine] }).gone).toBeUndefined();

  const end = { what: 'end', freeze } as const;
  const longer = { ...freeze, end: freeze.end + 1 };
  expect(told(end, {}, [longer])).toEqual({ asking: { ...end, freeze: longer } });
  expect(told(end, {}, [over]).gone).toBe('It is over.');
  expect(told(end, {}).gone).toBe('It is over.');

  const pause = { what: 'schedule', act: 'pause', schedule } as const;
  const paused = { ...schedule, paused: true };
  expect(told(pause, { schedules: [{ ...schedule, runs: 1 }] }).asking).toMatchObject({
    schedule: { runs: 1 },
  });
  expect(told(pause, { schedules: [paused] }).gone).toBe('It is paused already.');
  expect(told({ ...pause, act: 'resume' }, { schedules: [schedule] }).gone).toContain('not paused');
  expect(told({ ...pause, act: 'trigger' }, { schedules: [paused] }).gone).toBeUndefined();
  expect(told(pause, { schedules: [{ ...schedule, name: 'weekly' }] }).gone).toBe('It is there no more.');

  const stop = { since: NOW, actor: 'ann', reason: '' };
  expect(told({ what: 'go-on' }, { freezes: { stop } }).gone).toBeUndefined();
  expect(told({ what: 'go-on' }, { freezes: { stop: null } }).gone).toContain('Nothing is stopped');
});

test('a release waits here only where it asks for approvals', () => {
  const approve = { label: 'approve by 2', startedAt: 5 };
  const board = [
    lane({ running: running(approve) }),
    lane({ running: running({ ...approve, startedAt: 2, id: 'cart.production.1' }) }, 'cart'),
    lane({ running: running({ phase: 'paused', label: 'approve by 2' }) }, 'paused'),
    lane({ running: running() }, 'bakes'),
  ];
  expect(waitingReleases(board).map(({ id }) => id)).toEqual(['cart.production.1', 'shop.production.2']);
  expect(waitingReleases(board, 'shop').map(({ id }) => id)).toEqual(['shop.production.2']);
});

test('where a release cannot be approved here it is said why', () => {
  const present = { stale: false };
  expect(whyNotHere(present, {})).toBeUndefined();
  expect(whyNotHere(present, { refused: 'It takes a role.' })).toBe('It takes a role.');
  expect(whyNotHere(undefined, undefined)).toBe('Not read yet.');
  expect(whyNotHere(present, undefined)).toBe('It waits no more.');
  expect(whyNotHere({ stale: true }, undefined)).toContain('until a worker answers');
});

test('acts are told in words, and those on tokens are none of this page', () => {
  const act = {
    chain: 'registry',
    recorded: 1,
    source: 'cli',
    reason: 'why',
    prev: '',
    hash: '',
    actor: 'ann',
  };
  const told = beforeOf([
    { ...act, number: 3, at: 3, act: 'schedule-paused', subject: 'schedule nightly of shop.production' },
    { ...act, number: 2, at: 2, act: 'token-created', subject: 'token ci' },
    { ...act, number: 1, at: 1, act: 'stopped-everything', subject: 'everything', breakGlass: true },
  ]);
  expect(told.map(({ said }) => said)).toEqual([
    'ann paused schedule nightly of shop@production (cli)',
    'ann stopped everything (cli, glass broken)',
  ]);
});

test('whoever may not view every lane is told why nothing is said of who did what before', () => {
  expect(whyNotKnown(who('admin', ['shop@*']))).toContain('those who may view every lane');
  expect(whyNotKnown(who('viewer'))).toContain('not read yet');
});

test('a moment is said as near as it is, and the zone with how far it is from UTC', () => {
  expect(momentIn(at('2026-11-26T07:00Z'), 'Europe/Berlin', NOW)).toBe('08:00');
  expect(momentIn(at('2026-11-26T23:30Z'), 'Europe/Berlin', NOW)).toBe('tomorrow 00:30');
  expect(momentIn(at('2026-11-28T07:00Z'), 'UTC', NOW)).toBe('Sat 28 Nov 07:00');
  expect(momentIn(at('2027-01-05T07:00Z'), 'UTC', NOW)).toBe('Tue 5 Jan 2027 07:00');
  expect(zoneInWords('America/New_York', at('2026-07-01T00:00Z'))).toBe('America/New York, UTC-4');
});
