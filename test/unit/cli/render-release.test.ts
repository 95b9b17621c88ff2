import { describe, expect, test } from 'vitest';
import { plainPaint } from '../../../cli/paint.ts';
import { renderRelease } from '../../../cli/render-release.ts';
import { baking, BEGAN, evidence, events } from './views.ts';

const now = BEGAN + 124_000;

function render(view: ReturnType<typeof baking>, width: number, more = {}): string {
  const bounds = { alpha: 0.01, beta: 0.05 };
  const lines = renderRelease(view, { now, width, paint: plainPaint, bounds, events, ...more });
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  return lines.join('\n');
}

describe.each([80, 120])('at %i columns', (width) => {
  test('a bake', () => {
    expect(render(baking(), width)).toMatchSnapshot();
  });

  test('a hold, with no worker and no connection', () => {
    const hold = {
      reason: 'no data',
      message: 'inconclusive: no data; the candidate has had no requests of errors at this weight',
      since: now - 180_000,
      deadline: now + 3_420_000,
      onDeadline: 'revert' as const,
      promotable: true,
      retryable: true,
    };
    const view = baking({ phase: 'holding', hold, sentence: hold.message, stale: true });
    expect(
      render(view, width, { trouble: 'the connection to the API was lost; trying again' }),
    ).toMatchSnapshot();
  });
});

test.each([
  [{ promotable: true, retryable: true }, 'retry|promote|abort'],
  [{ promotable: false, retryable: true }, 'retry|abort'],
  [{ promotable: false, retryable: false }, 'abort'],
])('a hold that takes %j offers %s', (takes, offered) => {
  const hold = { reason: 'split', message: 'held', since: now, onDeadline: 'stay' as const, ...takes };
  expect(render(baking({ phase: 'holding', hold }), 80)).toContain(
    `sluice release ${offered} checkout.production.12`,
  );
});

test('what is known good is not aborted any more', () => {
  const hold = {
    reason: 'error',
    message: 'held',
    since: now,
    onDeadline: 'stay' as const,
    promotable: false,
  };
  const view = baking({ phase: 'holding', knownGood: true, hold: { ...hold, retryable: true } });
  expect(render(view, 80)).toContain('sluice release retry checkout.production.12');
});

test('a ramp has a line of its own: the watch’s words, else those of the last answer', () => {
  const known = {
    weight: 500,
    next: 2000,
    sentence:
      'at 5 %, next 20 %: waiting: 412 of about 1,060 candidate requests of errors, 9 minutes at 0.8 a second',
    uncoverable: [{ metric: 'errors', ratio: 2, cost: 232 }],
  };
  const view = baking({ ramp: known });
  const { live } = view;
  expect(render(view, 80)).toMatch(
    /^ramp {8}at 5 %, next 20 %: waiting: 412 of about 1,060 candidate requests of\n {12}errors, 9 minutes at 0.8 a second$/m,
  );
  const newer = `${known.sentence}; 1 of 2 instances in green are ready`;
  const watched = live === undefined ? {} : { live: { ...live, ramp: known, sentence: newer } };
  expect(render({ ...view, ...watched }, 200)).toContain(`ramp        ${newer}\n`);
  expect(render(baking({ ramp: known, phase: 'finished', outcome: 'reverted' }), 80)).not.toMatch(/^ramp/m);
});

test('a step with an end says how long it goes on at most, and that people have moved it', () => {
  const view = baking({ deadline: now + 754_000 });
  const steps = view.steps.map((step) => (step.kind === 'bake' ? { ...step, extended: 1_800_000 } : step));
  expect(render({ ...view, steps }, 120)).toMatch(
    /● bake .* 1m49s {2}at most 12m34s to go {2}extended by 30m$/m,
  );
});

test('what fails and is tried again is told with its reason', () => {
  const message = 'GET http://127.0.0.1:8082/metrics failed: connect ECONNREFUSED. Is the program running?';
  const shown = render(baking({ retrying: { failed: 8, message } }), 80).replaceAll('\n', ' ');
  expect(shown).toContain(`failed 8 times and is tried again: ${message}`);
  expect(render(baking({ retrying: { failed: 1, message } }), 120)).toContain(
    'failed once and is tried again',
  );
});

test('a reverted release keeps its length, its failed step and the evidence that stopped it', () => {
  const { live: _, ...view } = baking();
  const steps = view.steps.map((step) =>
    step.kind === 'bake'
      ? { ...step, state: 'failed' as const, finishedAt: BEGAN + 60_000, note: 'errors' }
      : step,
  );
  const text = render(
    {
      ...view,
      steps,
      phase: 'finished',
      outcome: 'reverted',
      cause: 'verdict',
      finishedAt: BEGAN + 64_000,
      sentence: 'failed: errors is worse than 2 times the stable side; v1 serves all traffic',
      evidence: [evidence({ harmEvidence: 100, safeLogE: null, withdrawn: true })],
    },
    100,
  );
  expect(text).toContain('reverted 1m4s');
  expect(text).toMatch(/× bake until safe, at most 30m +45s {2}errors/);
  expect(text).toContain('evidence of harm 100 of 100, of safety: none yet');
  expect(text).toContain('no bound holds any more');
});

test("once all traffic is the candidate's, nothing is said to be compared", () => {
  const none = { total: 0, bad: [0] };
  const { candidate } = evidence().stage;
  const alone = evidence({
    stage: { candidate, stable: none },
    rates: { candidate: [0.01], stable: [null] },
  });
  const text = render(baking({ live: { at: now, sentence: '', evidence: [alone] } }), 80);
  expect(text).toContain('stable – of 0');
  expect(text).toContain('no stable side to compare with');
});

test('what is held to a limit has the evidence of being above it on a line of its own', () => {
  const limit = { harmLogE: 1, harmEvidence: 37.9, safeLogE: 0 };
  const shown = (more: Parameters<typeof evidence>[0]): string =>
    render(baking({ live: { at: now, sentence: '', evidence: [evidence(more)] } }), 80);
  expect(shown({ limit })).toContain('\n            evidence of being above its limit 37 of 100\n');
  expect(shown({})).not.toContain('its limit');
});

test('what other people wrote cannot steer the terminal', () => {
  const text = render(baking({ sentence: 'a\u001b[2Jb\u0007', phase: 'paused' }), 80);
  expect(text).toContain('a [2Jb');
  expect(text).not.toMatch(/[^\P{Cc}\n]/u);
});

test('colour surrounds the cut text and takes no columns', () => {
  const lines = renderRelease(baking(), {
    now,
    width: 60,
    paint: (style, text) => `<${style}>${text}</${style}>`,
    events,
  });
  expect(lines[0]).toContain('<bold>checkout.production.12</bold>');
  for (const line of lines) expect(line.replaceAll(/<\/?\w+>/g, '').length).toBeLessThanOrEqual(60);
});

test('rules are told with their phase, how their measurements came out and what is wrong', () => {
  const measurement = { at: now - 4000, outcome: 'success', value: '12' } as const;
  const rule = {
    dryRun: false,
    count: 3,
    failures: 0,
    inconclusive: 0,
    errors: 0,
    measurements: [measurement],
  };
  const error = { at: now - 4000, outcome: 'error', message: 'connect ECONNREFUSED' } as const;
  const rules = [
    { ...rule, name: 'queue', phase: 'Running' as const, needed: 5, failures: 1 },
    { ...rule, name: 'lag', phase: 'Error' as const, errors: 5, measurements: [error] },
    {
      ...rule,
      name: 'old',
      phase: 'Failed' as const,
      dryRun: true,
      message: 'failed (1) > failureLimit (0)',
    },
    { ...rule, name: 'late', phase: 'Pending' as const, measurements: [] },
  ];
  const { live: _, ...view } = baking();
  const text = render({ ...view, rules }, 120);
  expect(text).toContain('queue       rule Running: 3 of 5 answers, 1 failure, 12 4.0s ago');
  expect(text).toMatch(/lag {9}rule Error: 3 answers, 5 errors, error 4\.0s ago\n {12}connect ECONNREFUSED/);
  expect(text).toMatch(
    /old {9}rule Failed \(dry run, not counted\): .*\n {12}failed \(1\) > failureLimit \(0\)/,
  );
  expect(text).toContain('late        rule Pending: not measured yet');
});

test.each([
  ['assumed', 0, 'divided by 8, assumed: 0 bad requests seen'],
  ['pairs', 412, 'divided by 8, by pairs of 412 bad requests'],
  ['given', 412, 'divided by 8, as given'],
] as const)('evidence says how it is divided: %s', (method, badEvents, expected) => {
  const calibration = { method, badEvents, blockIntervals: 3, burstDivisor: 8, phi: null };
  const { live } = baking();
  const shown = live === undefined ? {} : { live: { ...live, evidence: [evidence({ calibration })] } };
  expect(render(baking(shown), 120)).toContain(expected);
});

test('what several metrics come to together is told where no part tells it, and 100 % excludes nothing', () => {
  const { live } = baking();
  const told = (...harm: number[]): string => {
    const metrics = harm.map((harmEvidence, nth) =>
      evidence({ name: `m${nth}`, harmEvidence, aboveFloor: true, rateBound: 0.9996, exclusionBound: null }),
    );
    return render(baking(live === undefined ? {} : { live: { ...live, evidence: metrics } }), 120);
  };
  expect(told(60, 55)).toContain('evidence of harm, all metrics together: 115 of 100, over the bound');
  expect(told(9, 8)).toContain('evidence of harm, all metrics together: 17 of 100\n');
  expect(told(60)).not.toContain('all metrics together');
  expect(told(100, 55)).not.toContain('all metrics together');
  expect(told(60)).toContain('nothing is excluded yet');
});

test('what the router says now is told, with a sign where it is not what was asked', () => {
  const { live, traffic } = baking();
  const told = (more: object): string => {
    const { readBack: _, ...unread } = live ?? { at: now, sentence: '', evidence: [] };
    return (
      render(baking({ live: { ...unread, ...more } }), 100)
        .split('\n')
        .find((each) => each.startsWith('traffic')) ?? ''
    );
  };
  expect(told({ readBack: 5000 })).toContain('asked 5 %, read back 50 % (not as asked), observed');
  // Read before the newest write, it may be that of the write before.
  expect(told({ readBack: 5000, at: traffic.at + 2000 })).toContain('read back 50 %, observed');
  expect(told({})).toContain('read back not known');
});
