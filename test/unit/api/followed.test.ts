/** What is told to those who follow: that nothing has changed, that nothing can be read, and how old it is. */
import fastify from 'fastify';
import { Registry } from 'prom-client';
import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { ApiContext } from '../../../api/context.ts';
import { EVERY_LANE, type Principal } from '../../../api/auth/principal.ts';
import { createBoard } from '../../../api/lanes/board.ts';
import { startPoller, type Poller } from '../../../api/stream/poller.ts';
import { defaultSettings } from '../../../config/settings.ts';
import { freezeBook } from '../../rigs/freeze-book.ts';
import { until } from '../../rigs/until.ts';
import { baking } from '../cli/views.ts';
import { fakeClient } from './fake-client.ts';

const INTERVAL = 20;
const { stale: _, ...status } = baking({ events: 0 });
const data = z.looseObject({
  age: z.number().optional(),
  every: z.number().optional(),
  detail: z.string().optional(),
});
let away = false;
/** How long each call of Temporal takes, in milliseconds. */
let slow = 0;
let token = '3.4';

beforeEach(() => {
  away = false;
  slow = 0;
  token = '3.4';
});

function context(): ApiContext {
  return {
    client: fakeClient({
      executions: { kept: [{ id: `release/${status.id}`, type: 'release' }] },
      query: async () => ({ ...status, token }),
      before: () => {
        if (away) throw new Error('away');
        const end = performance.now() + slow;
        while (performance.now() < end);
      },
    }),
    settings: defaultSettings('/nonexistent'),
    freezes: freezeBook(),
    log: fastify().log,
    metrics: new Registry(),
  };
}

const everyone: Principal = {
  name: 'ann',
  kind: 'token',
  groups: [],
  grants: [{ role: 'viewer', lanes: [EVERY_LANE] }],
};

/** Listens; `kinds` are those of the messages so far, and `last` is what the newest of a kind said. */
function listen(begin: (listener: { send: (frame: string) => void; end: () => void }) => () => void) {
  const told: { kind: string; data: z.output<typeof data> }[] = [];
  const stop = begin({
    send: (frame) => {
      const [, kind = '', text = '{}'] = /^event: (\w+)\ndata: (.*)\n/.exec(frame) ?? [];
      told.push({ kind, data: data.parse(JSON.parse(text)) });
    },
    end: () => undefined,
  });
  return {
    stop,
    kinds: () => told.map(({ kind }) => kind),
    last: (kind: string) => told.findLast((each) => each.kind === kind)?.data,
  };
}

test('a release that does not change is told to be so, and so is that it cannot be read, to newcomers too', async () => {
  const poller: Poller = startPoller(context(), status.id, () => undefined, INTERVAL);
  const first = listen((listener) => poller.listen(listener, 0));
  await until('a look at which nothing is new', () => first.kinds().includes('looked'));
  expect(first.kinds()[0]).toBe('status');
  expect(first.last('status')).not.toHaveProperty('age');
  away = true;
  await until('the problem', () => first.kinds().includes('problem'));
  const second = listen((listener) => poller.listen(listener, 0));
  expect(second.kinds()).toEqual(['status', 'problem']);
  expect(second.last('status')?.age).toBeGreaterThan(0);
  const before = first.kinds().length;
  away = false;
  await until('the status that is as before', () => first.kinds().slice(before).includes('status'));
  token = '4.1';
  await until('another status', () => first.last('status')?.['token'] === '4.1');
  expect(first.kinds().filter((kind) => kind === 'problem')).toHaveLength(1);
  first.stop();
  second.stop();
});

test('who comes later to the board is told how old it is, and why it is not newer', async () => {
  const board = createBoard(context(), INTERVAL);
  const first = listen((listener) => board.listen(listener, everyone));
  await until('a look at which nothing is new', () => first.kinds().includes('looked'));
  expect(first.last('lanes')).not.toHaveProperty('age');
  away = true;
  await until('the problem', () => first.kinds().includes('problem'));
  const second = listen((listener) => board.listen(listener, everyone));
  expect(second.kinds()).toEqual(['lanes', 'problem']);
  expect(second.last('lanes')?.age).toBeGreaterThan(0);
  expect(second.last('problem')?.detail).toMatch(/./);
  first.stop();
  second.stop();
});

test('the board says how often it is looked at, which is less often where a look takes long', async () => {
  slow = 50;
  const board = createBoard(context(), INTERVAL);
  const first = listen((listener) => board.listen(listener, everyone));
  await until('a look at which nothing is new', () => first.kinds().includes('looked'));
  const second = listen((listener) => board.listen(listener, everyone));
  for (const told of [first.last('lanes'), first.last('looked'), second.last('lanes')]) {
    expect(told?.every).toBeGreaterThanOrEqual(5 * slow);
  }
  first.stop();
  second.stop();
});

test('a look that was under way when the last one left is not told to who comes later', async () => {
  const board = createBoard(context(), INTERVAL);
  for (const isAway of [false, true]) {
    away = isAway;
    listen((listener) => board.listen(listener, everyone)).stop();
    // Two that began later are over.
    for (const _ of ['one', 'another']) await board.look(everyone).catch(() => undefined);
    const later = listen((listener) => board.listen(listener, everyone));
    expect(later.kinds()).toEqual([]);
    later.stop();
  }
});
