import { describe, expect, test } from 'vitest';
import { createObservations } from '../../../examples/demo/load/observations.ts';
import type { Answer } from '../../../examples/demo/load/request.ts';
import { createTally, report } from '../../../examples/demo/load/tally.ts';

const answered = (change: Partial<Extract<Answer, { kind: 'answered' }>> = {}): Answer => ({
  kind: 'answered',
  version: 'v1',
  slot: 'blue',
  status: 200,
  milliseconds: 10,
  ...change,
});

describe('the tally', () => {
  test('counts an answer in the window in which its request was sent, whenever it comes', () => {
    const tally = createTally(100);
    tally.sent(1099);
    tally.sent(1100);
    tally.settled(1100, answered());
    tally.settled(1099, answered({ version: 'v2', slot: 'green' }));
    expect(tally.take(1300)).toEqual({
      at: 1300,
      sent: 2,
      settledBefore: 1300,
      counted: [
        { window: 1100, version: 'v1', slot: 'blue', answered: 1, bad: 0 },
        { window: 1000, version: 'v2', slot: 'green', answered: 1, bad: 0 },
      ],
      dropped: [],
    });
  });

  test.each([
    [answered({ status: 500 }), 1],
    [answered({ status: 503 }), 1],
    [answered({ status: 404 }), 0],
    [answered({ milliseconds: 100 }), 0],
    [answered({ milliseconds: 100.1 }), 1],
    [answered({ status: 500, milliseconds: 300 }), 1],
  ])('%o counts %i bad', (answer, bad) => {
    const tally = createTally(100);
    tally.sent(0);
    tally.settled(0, answer);
    expect(tally.take(100).counted).toMatchObject([{ answered: 1, bad }]);
  });

  test('counts drops by reason and never as answers', () => {
    const tally = createTally(100);
    for (const reason of ['reset', 'reset', 'status 404']) {
      tally.sent(10);
      tally.settled(10, { kind: 'dropped', reason });
    }
    const { counted, dropped } = tally.take(200);
    expect(counted).toEqual([]);
    expect(dropped).toEqual([
      { window: 0, reason: 'reset', count: 2 },
      { window: 0, reason: 'status 404', count: 1 },
    ]);
  });

  test('is settled only before the oldest request that is still out', () => {
    const tally = createTally(100);
    tally.sent(120);
    tally.sent(350);
    tally.settled(350, answered());
    expect(tally.take(1000).settledBefore).toBe(100);
    tally.settled(120, answered());
    expect(tally.take(1250).settledBefore).toBe(1200);
  });

  test('reports nothing twice', () => {
    const tally = createTally(100);
    tally.sent(0);
    tally.settled(0, answered());
    tally.take(100);
    expect(tally.take(200)).toMatchObject({ sent: 0, counted: [], dropped: [] });
  });
});

describe('observations', () => {
  test('add reports up, and count whole windows by the time of sending', () => {
    const tally = createTally(100);
    const seen = createObservations();
    for (const [at, answer] of [
      [950, answered()],
      [1050, answered({ version: 'v2', status: 500 })],
      [1950, answered({ version: 'v2' })],
      [1999, { kind: 'dropped', reason: 'reset' }],
      [2000, answered({ version: 'v2' })],
    ] as const) {
      tally.sent(at);
      tally.settled(at, answer);
      seen.add(report.parse(JSON.parse(JSON.stringify(tally.take(2100)))));
    }
    expect(seen.sent()).toBe(5);
    expect(seen.settledBefore()).toBe(2100);
    expect(seen.between(1000, 2000)).toEqual({
      versions: { v2: { answered: 2, bad: 1 } },
      dropped: 1,
      reasons: { reset: 1 },
    });
    expect(seen.between(0, 3000).versions).toEqual({
      v1: { answered: 1, bad: 0 },
      v2: { answered: 3, bad: 1 },
    });
  });
});
