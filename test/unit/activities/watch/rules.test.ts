import { describe, expect, test } from 'vitest';
import { beginRules } from '../../../../analysis/rules/watched.ts';
import type { RuleConfig } from '../../../../config/plan.ts';
import type { ScrapeScalar } from '../../../../config/queries/scrape.ts';
import { until } from '../../../rigs/until.ts';
import { asked, good, loaded, watching } from './watching.ts';

const query: ScrapeScalar = {
  kind: 'scrape',
  url: 'http://metrics',
  gauge: 'queue',
  labels: { blue: {}, green: {} },
};
const rule: RuleConfig = {
  name: 'queue',
  query,
  result: 'number',
  success: 'result < 100.0',
  initialDelay: 0,
  interval: 1000,
  failureLimit: 0,
  inconclusiveLimit: 0,
  consecutiveErrorLimit: 4,
  consecutiveSuccessLimit: 0,
  dryRun: false,
};

/** A bake by time that is over so many milliseconds from now. */
function byTime(length: number) {
  const end = Date.now() + length;
  return { until: 'elapsed', minRequests: 0, minUntil: end, maxUntil: end } as const;
}

describe.concurrent('a watch with rules', () => {
  test('A11: one failure fails the release, with the rule to blame, also while a weight changes', async () => {
    const world = loaded(good);
    world.scalars = () => [250];
    const { answer } = watching(world, asked({ rules: [rule], mode: 'transition' }));
    expect(await answer).toMatchObject({
      kind: 'fail',
      finding: 'rule',
      reason: 'rule',
      blame: 'queue',
      message: 'failed: the rule queue: failed (1) > failureLimit (0), the last answer was 250',
      overBound: true,
      raiseAllowed: false,
      rules: [{ name: 'queue', phase: 'Failed', failures: 1 }],
    });
  });

  test('A5: a backend that is down is no fail and no pass: the bake ends inconclusive, reason error', async () => {
    const world = loaded(good);
    world.scalars = () => {
      throw new Error('connect ECONNREFUSED');
    };
    const lenient = { ...rule, consecutiveErrorLimit: 0 };
    const { answer, heartbeats } = watching(
      world,
      asked({ rules: [lenient], bake: byTime(2500), until: Date.now() + 9000 }),
    );
    expect(await answer).toMatchObject({
      kind: 'inconclusive',
      reason: 'error',
      blame: 'queue',
      message: 'inconclusive: the rule queue cannot be measured: connect ECONNREFUSED',
      overBound: false,
      raiseAllowed: false,
      rules: [{ phase: 'Error' }],
    });
    expect(heartbeats.at(-1)?.heartbeat.sentence).toContain('cannot be measured: connect ECONNREFUSED');
  });

  test('A13: an inconclusive rule is asked about at once', async () => {
    const world = loaded(good);
    world.scalars = () => [250];
    const unsure = { ...rule, failure: 'result > 500.0' };
    const { answer } = watching(
      world,
      asked({ rules: [unsure], bake: byTime(60_000), until: Date.now() + 60_000 }),
    );
    expect(await answer).toMatchObject({ kind: 'hold', finding: 'unclear', reason: 'rule inconclusive' });
  });

  test('A13: once a person knows, it stands against a pass until the end of the bake', async () => {
    const world = loaded(good);
    world.scalars = () => [250];
    const unsure = { ...rule, failure: 'result > 500.0' };
    const request = asked({
      rules: [unsure],
      bake: byTime(2500),
      muted: ['unclear'],
      until: Date.now() + 9000,
    });
    expect(await watching(world, request).answer).toMatchObject({
      kind: 'inconclusive',
      reason: 'rule inconclusive',
      blame: 'queue',
    });
  });

  test('A21: a bake passes when its rules have their count, and not before', async () => {
    const world = loaded(good);
    world.scalars = () => [7];
    const now = Date.now();
    const bake = { until: 'safe', minRequests: 0, minUntil: now, maxUntil: now + 30_000 } as const;
    const counted = { ...rule, count: 4 };
    const { kind, rules } = await watching(world, asked({ rules: [counted], bake, until: now + 30_000 }))
      .answer;
    expect({ kind, rules }).toMatchObject({ kind: 'pass', rules: [{ phase: 'Successful', count: 4 }] });
    expect(Date.now() - now).toBeGreaterThanOrEqual(3000);
  });

  test('rules alone decide a bake that goes by time', async () => {
    const world = loaded(good);
    world.scalars = () => [7];
    const { kind, message } = await watching(
      world,
      asked({ metrics: [], rules: [rule], bake: byTime(2500), until: Date.now() + 9000 }),
    ).answer;
    expect({ kind, message }).toEqual({
      kind: 'pass',
      message: 'passed: the time is over and no rule has failed',
    });
  });

  test('A20, A32: a slow query holds up no other rule, no block and not the end, and is cut after 5 s', async () => {
    const world = loaded(good);
    const slow = { ...rule, name: 'slow', query: { ...query, gauge: 'slow' } };
    world.scalars = async (asks) =>
      asks.kind === 'scrape' && asks.gauge === 'slow' ? Promise.withResolvers<number[]>().promise : [7];
    const request = asked({ rules: [slow, rule], until: Date.now() + 6500 });
    const { rules = [], blocks } = await watching(world, request).answer;
    const [stuck, quick] = rules;
    expect(quick?.count).toBeGreaterThanOrEqual(3);
    expect(stuck).toMatchObject({ count: 0, errors: 1 });
    expect(stuck?.measurements[0]?.message).toBe('The query had no answer within 5 s.');
    expect(blocks.length).toBeGreaterThanOrEqual(3);
  });

  test('A17: the delay is counted from the first traffic of the candidate', async () => {
    const world = loaded(good);
    world.scalars = () => [7];
    const late = { ...rule, initialDelay: 3_600_000 };
    const early = asked({ rules: [late], until: Date.now() + 1200 });
    expect((await watching(world, early).answer).rules).toMatchObject([{ phase: 'Pending' }]);
    const due = asked({ rules: [late], trafficSince: Date.now() - 3_600_000, until: Date.now() + 1200 });
    expect((await watching(world, due).answer).rules).toMatchObject([{ phase: 'Running' }]);
  });

  test('A3, A20: counts go on from the heartbeats of a process that died, and through the end of a chunk', async () => {
    const world = loaded(good);
    world.scalars = () => [250];
    const lenient = { ...rule, failureLimit: 3 };
    const request = asked({ rules: [lenient], until: Date.now() + 30_000 });
    const first = watching(world, request);
    await until('two failures', () => {
      const told = first.heartbeats.at(-1)?.heartbeat.rules?.[0];
      return (told?.failures ?? 0) >= 2;
    });
    const details = first.heartbeats.at(-1);
    first.env.cancel();
    const { state } = await first.answer;
    const over = Date.now();
    const died = details?.heartbeat.rules?.[0]?.failures ?? 0;
    const repeated = watching(world, { ...request, until: Date.now() + 30_000 }, details).answer;
    const next = watching(world, asked({ rules: [lenient], state })).answer;
    for (const { kind, rules } of await Promise.all([repeated, next])) {
      expect({ kind, rules }).toMatchObject({ kind: 'fail', rules: [{ failures: 4 }] });
      const before = rules?.[0]?.measurements.filter(({ at }) => at < over) ?? [];
      expect(before.length).toBeGreaterThanOrEqual(died);
    }
  });

  test('A13: after the answer of a person what was broken is measured afresh', async () => {
    const world = loaded(good);
    world.scalars = () => [250];
    const failed = await watching(world, asked({ rules: [rule] })).answer;
    expect(failed.kind).toBe('fail');
    world.scalars = () => [7];
    const answered = asked({
      rules: [rule],
      state: failed.state,
      rulesAnsweredAt: Date.now(),
      until: Date.now() + 1200,
    });
    expect(await watching(world, answered).answer).toMatchObject({
      kind: 'chunk',
      overBound: false,
      rules: [{ phase: 'Running', failures: 0, count: expect.any(Number) }],
    });
  });

  test('nothing or several values are no number, and a version that is not known is no question', async () => {
    const world = loaded(good);
    const messageFor = async (values: number[], asks: RuleConfig = rule): Promise<string | undefined> => {
      world.scalars = () => values;
      const request = asked({ rules: [asks], versions: {}, until: Date.now() + 700 });
      const { rules } = await watching(world, request).answer;
      return rules?.[0]?.measurements.at(-1)?.message;
    };
    expect(await messageFor([])).toMatch(/no answer: nothing matches it/);
    expect(await messageFor([1, 2])).toMatch(/2 answers, and the condition is about one/);
    const versioned = { ...query, labels: { blue: {}, green: { version: '{{version}}' } } };
    expect(await messageFor([1], { ...rule, query: versioned })).toMatch(
      /names the version, and none is known/,
    );
  });

  test('a release without rules carries none', async () => {
    const { state, rules } = await watching(loaded(good), asked({ until: Date.now() + 300 })).answer;
    expect([state.rules, rules]).toEqual([undefined, undefined]);
    expect(beginRules([], 0).rules).toEqual({});
  });
});
