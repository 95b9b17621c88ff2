import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { endOf } from '../../../cli/failure.ts';
import { plainPaint } from '../../../cli/paint.ts';
import { explainStep } from '../../../cli/plan/explain-step.ts';
import { renderPlan } from '../../../cli/plan/render.ts';
import { createProgram } from '../../../cli/program.ts';
import type { Plan, Step } from '../../../config/plan.ts';
import { describeStep } from '../../../workflows/labels.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';
import { bake, everyStep, keep, ramp, resolveTestPlan } from '../../workflow/plans.ts';

const checkout = `service: checkout
environments:
  production:
    platform: { process: { command: node server.js, instances: 2, port: env PORT, ready: /health } }
    router: { traefik: { file: dynamic/checkout.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    metrics:
      errors: { preset: traefik/errors }
      availability: { preset: traefik/latency, edges: [100ms, 1s], safeMargin: 1.5, limit: 2%, required: false }
    strategy: canary
`;

let folder: TemporaryFolder;
let out: string;
let said: string;

beforeEach(async () => {
  folder = await temporaryFolder('plan');
  out = '';
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await folder.remove();
});

/** Runs the command; gives its exit status and its last words. */
async function plan(lane: string, ...words: string[]): Promise<{ exitCode: number; message?: string }> {
  const done = createProgram().parseAsync(['plan', lane, folder.path, ...words], { from: 'user' });
  return done.then(
    () => ({ exitCode: 0 }),
    (error: unknown) => endOf(error),
  );
}

describe('sluice plan', () => {
  test('prints what is around the release, and each step of a strategy', async () => {
    await writeFile(join(folder.path, 'checkout.yaml'), checkout);
    expect(await plan('checkout@production')).toEqual({ exitCode: 0 });
    expect(out.replaceAll(folder.path, '/srv')).toMatchSnapshot();
  });

  test('a rule says what it asks, what it makes of the answer, and that it has no bound', async () => {
    const asks = 'prometheus: { url: "http://127.0.0.1:9090", query: "max(age)" }';
    const rule = `      queue: { rule: { ${asks}, success: result < 30.0, interval: 30s, failureLimit: 2 } }\n`;
    const dry = `      lag: { rule: { ${asks}, failure: result > 9.0, initialDelay: 1m, dryRun: true } }\n`;
    const text = checkout.replace('    strategy', `${rule}${dry}    strategy`);
    await writeFile(join(folder.path, 'checkout.yaml'), text);
    expect(await plan('checkout@production')).toEqual({ exitCode: 0 });
    const said = out.replaceAll(/\s+/g, ' ');
    expect(said).toContain(
      'queue a rule, without an error bound: max(age) at http://127.0.0.1:9090; success is result < 30.0; measured every 30s; stops at 3 failures, asks at 1 inconclusive',
    );
    expect(said).toContain(
      'failure is result > 9.0; measured once, first 1m after the first traffic; a dry run: shown and never counted',
    );
    expect(said).toContain('with every rule answered and none broken');
    expect(said).toContain('and no rule fails');
  });

  test('says that a release would be refused whose notifier the settings do not reach', async () => {
    const notify = "    notify: [slack: { channel: '#releases' }]\n";
    await writeFile(join(folder.path, 'checkout.yaml'), `${checkout}${notify}`);
    await writeFile(join(folder.path, 'sluice.yaml'), 'listen: 127.0.0.1:0\n');
    expect(await plan('checkout@production')).toEqual({ exitCode: 0 });
    expect(said).toMatch(/a release would be refused: .*checkout\.yaml:10:14: the settings have no slack/);
    expect(out).not.toBe('');
  });

  test('--json prints the resolved plan', async () => {
    await writeFile(join(folder.path, 'checkout.yaml'), checkout);
    expect(await plan('checkout@production', '--json')).toEqual({ exitCode: 0 });
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      service: 'checkout',
      router: { kind: 'traefik', file: join(folder.path, 'dynamic/checkout.yaml') },
      steps: { length: 11 },
    });
  });

  test('the schedules of the environment say when they run next, and what the clocks do to that', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 2, 27, 12), toFake: ['Date'] });
    const schedules = `    latest: { git: { url: "https://github.com/example/checkout" } }
    schedules: { nightly: { cron: "30 2 * * *", timeZone: Europe/Berlin } }
    onFreeze: finish
    startInFreeze: refuse
`;
    try {
      await writeFile(
        join(folder.path, 'checkout.yaml'),
        checkout.replace('    strategy', `${schedules}    strategy`),
      );
      expect(await plan('checkout@production')).toEqual({ exitCode: 0 });
      expect(out).toMatch(/freeze +a freeze that begins lets the release finish; a submit .* is refused/);
      const [, shown = ''] = out.split(/^schedules.*\n/m);
      expect(shown).toBe(
        [
          '   nightly  30 2 * * * in Europe/Berlin, releases latest; it runs next at',
          '            2026-03-28 01:30 UTC',
          '            2026-03-29 01:30 UTC  does not run: the clocks leave this time out',
          '            2026-03-30 00:30 UTC',
          '            2026-03-31 00:30 UTC',
          '            2026-04-01 00:30 UTC',
          '            2026-04-02 00:30 UTC\n',
        ].join('\n'),
      );
      out = '';
      await plan('checkout@production', '--json');
      expect(JSON.parse(out)).toMatchObject({
        onFreeze: 'finish',
        schedules: [{ name: 'nightly', version: 'latest', next: { length: 6 } }],
      });
    } finally {
      vi.useRealTimers();
    }
  });

  test('mistakes of its file are told as check tells them, with 2', async () => {
    await writeFile(
      join(folder.path, 'checkout.yaml'),
      checkout.replace('strategy: canary', 'strategy: canari'),
    );
    const { exitCode, message } = await plan('checkout@production');
    expect([exitCode, message]).toEqual([
      2,
      expect.stringContaining('no file without mistakes has checkout'),
    ]);
    expect(out).toMatch(/checkout\.yaml:9:15: .*did you mean "canary"/);
  });

  test('mistakes of other files do not hinder it, and are mentioned', async () => {
    await writeFile(join(folder.path, 'checkout.yaml'), checkout);
    await writeFile(join(folder.path, 'other.yaml'), 'service: Other\n');
    expect(await plan('checkout@production')).toEqual({ exitCode: 0 });
    expect(said).toContain('sluice check');
  });

  test.each([
    ['chekout@production', /there is no chekout in .*, but checkout; did you mean "checkout"/],
    ['checkout@staging', /there is no staging among the environments of checkout, but production$/],
  ])('%s is refused with what there is', async (lane, message) => {
    await writeFile(join(folder.path, 'checkout.yaml'), checkout);
    expect(await plan(lane)).toEqual({ exitCode: 2, message: expect.stringMatching(message) });
  });
});

const command = {
  kind: 'command',
  command: 'make it',
  directory: '/',
  environment: {},
  timeout: 60_000,
} as const;
const hooks: Step[] = [
  { kind: 'run', hook: command, undo: { ...command, command: ['take', 'it back'] }, onFail: 'hold' },
  { kind: 'gate', gate: { ...command, report: { kind: 'none' } } },
];

test('a step has the name that a release shows for it', () => {
  const timed = bake({ until: 'elapsed', min: 60_000, max: 60_000 });
  const steps = [...everyStep, timed, ramp(), keep(60_000)];
  for (const step of steps) {
    const label = describeStep(step);
    expect(label).toContain(explainStep(step, 0, resolveTestPlan(steps)).title);
  }
});

test('a ramp says what it may cost, how far and how fast it goes, and what ends it', () => {
  const told = (step: Step): string =>
    explainStep(step, 0, resolveTestPlan([step, { kind: 'cutover', deadline: 1 }]))
      .facts.map(({ name, text }) => `${name}: ${text}`)
      .join('\n');
  expect(told(ramp())).toBe(
    [
      'does: writes 1 % of the traffic to the new version and raises it to 50 % as fast as the evidence allows, by 5 times at a time at most, held for 3 blocks each; never down',
      'expects: what is not excluded yet costs about 50 bad responses at most before it is stopped; at 50 % every required metric within its safe margin; evidence of harm reverts at once',
      'undo: writes 0 and looks until no request starts there',
      'asks: when it is not known after 1h; 1h without an answer: it reverts',
    ].join('\n'),
  );
  expect(told(ramp({ lateBudget: 200 }))).toContain(
    'no share at which a total failure would cost more than 200 of them',
  );
});

test('what asks a person says what happens without an answer, before the cutover and after it', () => {
  const steps = [...everyStep.slice(0, -2), ...hooks, ...everyStep.slice(-2)];
  const asks = steps.map((step, index) => {
    const { title, facts } = explainStep(step, index, resolveTestPlan(steps));
    return `${title}: ${facts.find(({ name }) => name === 'asks')?.text ?? 'nobody'}`;
  });
  expect(asks).toEqual([
    expect.stringMatching(/^gate: when it says neither.*; 1h without an answer: it reverts$/),
    'deploy: nobody',
    'smoke: nobody',
    'run: when it does not; 1h without an answer: it reverts',
    expect.stringMatching(/^shift to 5 %: when .*; 1h without an answer: it reverts$/),
    expect.stringMatching(/^bake .*: when it is not known after 30m; 1h without an answer: it reverts$/),
    'approve by 1 person: nobody',
    expect.stringMatching(/^cutover: .*; 1h without an answer: it stays as it is and pages again$/),
    'run: when it does not; 1h without an answer: it stays as it is and pages again',
    expect.stringMatching(/^gate: when it says neither.*pages again$/),
    'keep the old slot for 100ms: nobody',
    'retire: nobody',
  ]);
});

test.each<[string, Partial<Extract<Step, { kind: 'bake' }>>, RegExp]>([
  ['revert', { onInconclusive: 'revert' }, /not known after 30m reverts/],
  ['advance', { onInconclusive: 'advance' }, /advanced by policy.*\n.*nothing to judge by/s],
  ['harm asks', { onFail: 'hold' }, /on evidence of harm, and when it is not known/],
  ['least', { min: 60_000, minRequests: 500 }, /no earlier than 1m, with at least 500 requests/],
])('a bake says its policy: %s', (_, more, words) => {
  expect(text(resolveTestPlan([bake(more)]))).toMatch(words);
});

test('without metrics it says that nothing is judged', () => {
  expect(text(resolveTestPlan([]))).toContain(
    'none: instances and the router are watched, nothing is judged',
  );
});

function text(shown: Plan): string {
  return renderPlan(shown, { file: '/srv/shop.yaml' }, Infinity, plainPaint).join('\n');
}
