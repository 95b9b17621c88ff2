import { expect, test } from 'vitest';
import { z } from 'zod';
import { calibrationsOf } from '../../../../activities/archive/calibrations.ts';
import { decisionsOf } from '../../../../activities/archive/decisions.ts';
import type { WatchedChunk } from '../../../../activities/archive/history.ts';
import { weightsOf } from '../../../../activities/archive/weights.ts';
import type { Block } from '../../../../analysis/types.ts';
import type { ReleaseEvent } from '../../../../workflows/messages.ts';

const bake = { until: 'safe', minRequests: 0, minUntil: 1, maxUntil: 2, wait: 'not kept' };

function chunk(at: number, answer: object, request: object = {}): WatchedChunk {
  const whole = {
    at,
    request: { stage: '1', bake, metrics: [{ name: 'errors' }], muted: [], ...request },
    answer: { blocks: [], ...answer },
  };
  return z.custom<WatchedChunk>().parse(whole);
}

function event(at: number, kind: ReleaseEvent['kind'], more: Partial<ReleaseEvent> = {}): ReleaseEvent {
  return { number: at, at, kind, message: 'it passed', ...more };
}

const block = (start: number): Block => ({
  start,
  seconds: 1,
  stage: '1',
  counts: { errors: { candidate: { total: 5, bad: [0] }, stable: { total: 95, bad: [1] } } },
});
const pass = { kind: 'pass', reason: 'pass', message: 'it passed' };

test('a decision is what the watch found and the release has an event of, at the newest block', () => {
  const chunks = [
    chunk(10, { kind: 'chunk', blocks: [block(1)] }),
    chunk(20, { ...pass, blocks: [block(2)] }),
  ];
  expect(decisionsOf(chunks, [event(21, 'verdict', { step: 3 })])).toEqual([
    {
      at: 20,
      block: 1,
      stage: '1',
      bake: { until: 'safe', minRequests: 0, minUntil: 1, maxUntil: 2 },
      step: 3,
      kind: 'pass',
      reason: 'pass',
      message: 'it passed',
      beside: false,
    },
  ]);
});

test('an answer that the release did not act on decided nothing', () => {
  expect(decisionsOf([chunk(20, pass)], [event(19, 'verdict'), event(21, 'finished')])).toEqual([]);
  expect(decisionsOf([chunk(20, pass), chunk(30, pass)], [event(31, 'verdict')])).toHaveLength(1);
});

test('before the first block there is none, and what comes from no counts says so', () => {
  const down = {
    kind: 'fail',
    finding: 'instances',
    reason: 'instances',
    message: 'it passed',
    blame: undefined,
  };
  const [decision] = decisionsOf([chunk(20, down, { bake: undefined })], [event(20, 'verdict')]);
  expect(decision).toMatchObject({ block: null, beside: true });
  expect(decision).not.toHaveProperty('bake');
});

test('a ramp is kept as it stood', () => {
  const ramp = { budget: 50, from: 100, to: 5000, maxFactor: 5, effect: 2000, maxUntil: 90 };
  const asked = { ramp, weight: 2500, analysis: { block: 10_000 } };
  expect(decisionsOf([chunk(20, pass, asked)], [event(20, 'verdict')])[0]?.ramp).toEqual({
    asked: { budget: 50, from: 0.01, to: 0.5, maxFactor: 5 },
    position: { share: 0.25, blockSeconds: 10, undoSeconds: 2 },
    maxUntil: 90,
  });
});

test('each weight has what was asked, what was seen of it, and its requests', () => {
  const events = [
    event(1, 'written', { data: { weight: 500, effectiveAt: 1000 }, step: 1 }),
    event(2, 'observed', { data: { kind: 'unproven', requests: {} } }),
    event(3, 'observed', { data: { kind: 'proven', observed: 480 } }),
    event(4, 'observed', { message: 'drained' }),
    event(5, 'written', { data: { weight: 0, effectiveAt: 5000 } }),
  ];
  expect(weightsOf(events, [block(1000), block(2000), block(500)], 'errors')).toEqual([
    {
      step: 1,
      asked: 500,
      effectiveAt: 1000,
      seen: 'proven',
      observed: 480,
      requests: { candidate: 10, stable: 190 },
    },
    { asked: 0, effectiveAt: 5000 },
  ]);
});

test('a calibration is told once, with the weight from which on it holds', () => {
  const one = { errors: { method: 'assumed', burstDivisor: 8 } };
  const two = { errors: { method: 'pairs', burstDivisor: 3 } };
  const chunks = [
    chunk(1, {}),
    chunk(2, { calibrations: one }, { blocksFrom: 1 }),
    chunk(3, { calibrations: one }, { blocksFrom: 1 }),
    chunk(4, { calibrations: two }, { blocksFrom: 4, stage: '2' }),
  ];
  expect(calibrationsOf(chunks)).toEqual([
    { stage: '1', at: 1, metrics: one },
    { stage: '2', at: 4, metrics: two },
  ]);
});

test('what a rule decided does not rest on counts, nor does a bake of rules alone', () => {
  const rules = [{ name: 'queue' }];
  const compared = { metrics: [{ name: 'errors' }], rules };
  const event_ = event(21, 'verdict');
  const beside = (answer: object, request: object): boolean | undefined =>
    decisionsOf([chunk(20, { ...pass, ...answer }, request)], [event_])[0]?.beside;
  expect(beside({ kind: 'fail', finding: 'rule', blame: 'queue' }, compared)).toBe(true);
  expect(beside({ kind: 'inconclusive', reason: 'error', blame: 'queue' }, compared)).toBe(true);
  expect(beside({ kind: 'inconclusive', reason: 'error' }, compared)).toBe(false);
  expect(beside({}, compared)).toBe(false);
  expect(beside({}, { metrics: [], rules })).toBe(true);
});
