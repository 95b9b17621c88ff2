import fastify from 'fastify';
import { Registry } from 'prom-client';
import { beforeEach, expect, test } from 'vitest';
import type { Principal } from '../../../../api/auth/principal.ts';
import { readCommand } from '../../../../api/slack/command.ts';
import { runCommand } from '../../../../api/slack/run-command.ts';
import type { KnownFreezes } from '../../../../config/freezes/judge-raise.ts';
import type { Role } from '../../../../config/grants.ts';
import { defaultSettings } from '../../../../config/settings.ts';
import { freezeBook, nothing } from '../../../rigs/freeze-book.ts';
import { fakeClient } from '../fake-client.ts';

const HOUR = 3_600_000;
const freeze = { reason: '<db>', owner: 'ann', start: Date.now() - HOUR, end: Date.now() + HOUR };
const ada = person('ada', 'operator', 'checkout@*');
const vic = person('vic', 'viewer', '*@*');

let known: KnownFreezes;
let asked: unknown[];

beforeEach(() => {
  asked = [];
  known = {
    made: {
      freezes: [
        { ...freeze, by: 'f3', lanes: ['checkout@*'] },
        { ...freeze, by: 'f4', lanes: ['*@*'], start: freeze.end, end: freeze.end + HOUR },
        { ...freeze, by: 'f2', lanes: ['*@*'], end: freeze.start },
      ],
      stop: null,
    },
    calendars: [{ name: 'holidays', lanes: ['*@qa'], freezes: [], readAt: null, failed: 'it is gone' }],
  };
});

function person(name: string, role: Role, lane: string): Principal {
  return { name, kind: 'slack', grants: [{ role, lanes: [lane] }], groups: [] };
}

/** What somebody is told who writes it behind `/sluice`. */
async function write(who: Principal, text: string): Promise<string> {
  const command = readCommand(text);
  if ('message' in command || command.name === 'help') throw new Error(`${text} is no command.`);
  const context = {
    client: fakeClient({
      update: async (name, [act]) => {
        asked.push({ name, act });
        const { start, end, ...made } = freeze;
        const ended = {
          id: 'f3',
          lanes: ['checkout@*'],
          ...made,
          start,
          end,
          createdBy: 'ann',
          endedBy: 'ada',
        };
        return { state: 'kept', freeze: ended };
      },
    }),
    settings: defaultSettings('/nonexistent'),
    freezes: freezeBook(() => known),
    log: fastify().log,
    metrics: new Registry(),
  };
  return (await runCommand(context, who, command, '1.trigger')).text;
}

test('they are listed with when a lane may be released into next, and nothing in them is a mark of Slack', async () => {
  expect((await write(vic, 'freeze list checkout@production')).split('\n')).toEqual([
    expect.stringMatching(/^\*checkout@production\* is frozen, next allowed: <!date.*frozen by f3 of ann/),
    expect.stringMatching(/^• \*f4\* `\*@\*` from <!date.* to <!date/),
    expect.stringMatching(/^• \*f3\* `checkout@\*` until <!date.*, of ann: &lt;db&gt;$/),
  ]);
  expect((await write(vic, 'freeze list')).split('\n').at(-1)).toBe(
    '• calendar *holidays* `*@qa` cannot be read: it is gone',
  );
  known = nothing();
  expect(await write(vic, 'freeze list')).toBe('Nothing is frozen.');
  expect(await write(ada, 'freeze list checkout@qa')).toBe('*checkout@qa* is open.');
});

test('the stop comes first', async () => {
  known = { made: { freezes: [], stop: { since: 1, actor: 'bob', reason: '' } }, calendars: [] };
  expect(await write(vic, 'freeze list')).toMatch(
    /^\*Everything is stopped\* by bob since <!date.*: no reason given$/,
  );
});

test('of many not all are shown', async () => {
  const freezes = Array.from({ length: 23 }, (_, index) => ({
    ...freeze,
    by: `f${index + 1}`,
    lanes: ['*@*'],
  }));
  known = { made: { freezes, stop: null }, calendars: [] };
  expect((await write(vic, 'freeze list')).split('\n').at(-1)).toBe('and 3 more');
});

test('one is ended by an operator of all that it freezes', async () => {
  expect(await write(ada, 'freeze end f3 it is mended')).toBe(
    'f3 is over: what waited for it in `checkout@*` goes on.',
  );
  const act = { actor: 'ada', source: 'slack', reason: 'it is mended', freeze: 'f3' };
  expect(asked).toMatchObject([{ name: 'end-freeze', act: { ...act, key: expect.any(String) } }]);
  await expect(write(ada, 'freeze end f4 it is mended')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(write(vic, 'freeze end f3 it is mended')).rejects.toMatchObject({ code: 'forbidden' });
  expect(asked).toHaveLength(1);
});

test('a lane that somebody may not see is not told of, and what is not known is not told as open', async () => {
  await expect(write(ada, 'freeze list payments@production')).rejects.toMatchObject({ code: 'forbidden' });
  known = { made: { unknown: 'the registry cannot be read' }, calendars: [] };
  await expect(write(ada, 'freeze list')).rejects.toMatchObject({ code: 'registry_unavailable' });
});
