import { expect, test } from 'vitest';
import { metricView, noEvidence } from '../../../web/pages/release/metric-view.ts';
import { metric } from './releases.ts';

const bounds = { alpha: 0.01, beta: 0.05 };

test('both rates, the evidence against its bounds, and what is excluded in words', () => {
  expect(metricView(metric({ rateBound: 0.021 }), bounds)).toMatchObject({
    word: 'not proven yet',
    tone: 'quiet',
    requests: { candidate: '1,204', stable: '23,101' },
    compared: [{ what: 'bad', candidate: '0.91 %', stable: '0.88 %' }],
    harm: { part: 0, text: '1 of 100', tone: 'quiet' },
    safety: { text: '40 of 100, about 40 s to go', tone: 'go' },
    bounds: ['at most 1.5 times as many errors, 95 % sure', 'at most 2.1 % errors, 95 % sure'],
  });
});

test('nothing is said to be 100 % sure, and no bound to be 100 %', () => {
  const said = (beta: number, more: Parameters<typeof metric>[0] = {}) =>
    metricView(metric(more), { ...bounds, beta }).bounds;
  const sure = [0.05, 0.07, 0.001, 0.0005, 0.000_15, 0.000_01].map((beta) => said(beta)[0]?.split(', ')[1]);
  expect(sure).toEqual([
    '95 % sure',
    '93 % sure',
    '99.9 % sure',
    '99.95 % sure',
    '99.98 % sure',
    '99.99 % sure',
  ]);
  expect(said(0.05, { exclusionBound: null, rateBound: 0.9996 })).toEqual(['nothing is excluded yet']);
  expect(said(0.05, { exclusionBound: null, rateBound: 0.994 })).toEqual([
    'at most 99.4 % errors, 95 % sure',
  ]);
});

test('a latency is compared edge by edge', () => {
  const latency = metric({
    name: 'latency',
    edges: [0.1, 2.5],
    rates: { candidate: [0.06, null], stable: [0.05, 0.001] },
  });
  expect(metricView(latency, bounds).compared.map(({ what, candidate }) => [what, candidate])).toEqual([
    ['over 100 ms', '6 %'],
    ['over 2.5 s', '–'],
  ]);
  expect(metricView(latency, bounds).bounds[0]).toBe('at most 1.5 times as many slow requests, 95 % sure');
});

test('only what is proven is green', () => {
  const tone = (more: Parameters<typeof metric>[0]): string => metricView(metric(more), bounds).tone;
  expect(tone({ proven: true })).toBe('good');
  expect(tone({ safeLogE: 2.99 })).toBe('quiet');
  expect(tone({ withdrawn: true, proven: true })).toBe('bad');
  expect(metricView(metric({ withdrawn: true, proven: true }), bounds).safety?.tone).toBe('quiet');
  expect(tone({ harmEvidence: 100, aboveFloor: true })).toBe('bad');
  expect(tone({ harmEvidence: 100, aboveFloor: false })).toBe('quiet');
});

test('evidence goes from nothing to its bound on a scale of logarithms', () => {
  const harm = (harmEvidence: number | null) =>
    metricView(metric({ harmEvidence, aboveFloor: true }), bounds).harm;
  expect([harm(null).part, harm(10).part, harm(100).part, harm(9999).part]).toEqual([0, 0.5, 1, 1]);
  expect([harm(10).tone, harm(100).tone]).toEqual(['ask', 'bad']);
  const safety = (safeLogE: number | null) => metricView(metric({ safeLogE }), bounds).safety?.part;
  expect([safety(null), safety(0), safety(-3)]).toEqual([0, 0, 0]);
  expect(safety(Math.log(20) / 2)).toBeCloseTo(0.5);
});

test('without a stable side there is nothing to compare with, and a turned evidence excludes nothing', () => {
  const alone = { candidate: { total: 9, bad: [0] }, stable: { total: 0, bad: [0] } };
  const first = metricView(metric({ stage: alone, overall: alone }), bounds);
  expect([first.word, first.safety]).toEqual(['nothing to compare with', undefined]);
  const moved = metricView(metric({ stage: alone }), bounds);
  expect([moved.word, moved.tone, moved.safety]).toEqual([
    'compared until all traffic moved',
    'quiet',
    undefined,
  ]);
  expect(metricView(metric({ withdrawn: true }), bounds).bounds[0]).toContain('no bound holds');
  expect(metricView(metric({ exclusionBound: null }), bounds).bounds).toEqual(['nothing is excluded yet']);
});

test('what is held to its limit is told of it: after the cutover that alone can stop it', () => {
  const kept = (harmEvidence: number) =>
    metricView(
      metric({
        stage: { candidate: { total: 900, bad: [9] }, stable: { total: 0, bad: [0] } },
        harmEvidence: 0,
        limit: { harmLogE: 0, harmEvidence, safeLogE: 0 },
      }),
      bounds,
    );
  expect(kept(37.9)).toMatchObject({
    word: 'held to its limit',
    tone: 'quiet',
    harm: { text: '0 of 100', tone: 'quiet' },
    limit: { text: '37 of 100', tone: 'ask' },
  });
  expect(kept(100)).toMatchObject({
    word: 'above its limit',
    tone: 'bad',
    limit: { part: 1, text: '100 of 100', tone: 'bad' },
  });
  expect(metricView(metric(), bounds)).not.toHaveProperty('limit');
  expect(metricView(metric({ limit: { harmLogE: 1, safeLogE: 0 } }), bounds)).not.toHaveProperty('limit');
});

test('where no worker answers, nobody knows whether there is evidence', () => {
  expect(noEvidence({ stale: true, phase: 'running' })).toBe('Not known: no worker answers.');
  expect(noEvidence({ stale: true, phase: 'finished' })).toBe('Not known: no worker answers.');
  expect(noEvidence({ stale: false, phase: 'running' })).toBe('None yet: the candidate has no traffic.');
  expect(noEvidence({ stale: false, phase: 'finished' })).toBe('The candidate got no traffic.');
});

test('how far a proof has come is not known without the plan, which has its bound', () => {
  expect(metricView(metric(), undefined).safety).toMatchObject({
    part: 0,
    text: 'not known without the plan',
  });
  expect(metricView(metric({ safeLogE: null }), undefined).safety?.text).toBe('none yet');
});

test('by what evidence is divided is told, but where the service file says that it is not', () => {
  const weighing = (method: 'given' | 'assumed', burstDivisor: number): string | undefined =>
    metricView(
      metric({ calibration: { method, burstDivisor, blockIntervals: 1, phi: null, badEvents: 0 } }),
      bounds,
    ).weighing;
  expect(weighing('given', 1)).toBeUndefined();
  expect(weighing('given', 3)).toBe('evidence divided by 3, as given');
  expect(weighing('assumed', 1)).toBe('evidence divided by 1, assumed: 0 bad requests seen');
});
