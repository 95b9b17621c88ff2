import { describe, expect, test } from 'vitest';
import type { RuleConfig } from '../../../config/plan.ts';
import { describeProblem } from '../../../config/problem.ts';
import { readDocument } from '../../../config/document.ts';
import { resolvePlan } from '../../../config/resolve.ts';
import { readServiceFile } from '../../../config/service-file.ts';

const PROMETHEUS = `prometheus: { url: "http://127.0.0.1:9090", query: 'max(age{slot="{{slot}}"})' }`;

function fileWith(rule: string, steps = '[deploy, shift: 5%, bake: { for: 10m }, cutover, retire]'): string {
  return `service: shop
environments:
  test:
    platform: { process: { command: ./shop, instances: 1, port: env PORT, ready: / } }
    router: { traefik: { file: dynamic/shop.yaml, metrics: http://127.0.0.1:8082/metrics } }
    metrics: { queue: { rule: { ${rule} } } }
    steps: ${steps}
`;
}

function read(rule: string, steps?: string): { rules: RuleConfig[] | undefined } | { problems: string[] } {
  const document = readDocument('/services/shop.yaml', new TextEncoder().encode(fileWith(rule, steps)));
  const file = 'value' in document ? readServiceFile(document.value) : document;
  if (!('value' in file)) return { problems: file.problems.map(describeProblem) };
  const plan = resolvePlan(file.value, 'test');
  expect(plan?.metrics).toEqual([]);
  return { rules: plan?.rules };
}

test('a rule has its defaults, and its query for each slot', () => {
  expect(read(`${PROMETHEUS}, success: result < 30.0`)).toEqual({
    rules: [
      {
        name: 'queue',
        query: {
          kind: 'prometheus',
          url: 'http://127.0.0.1:9090',
          expressions: { blue: 'max(age{slot="blue"})', green: 'max(age{slot="green"})' },
          access: {},
        },
        result: 'number',
        success: 'result < 30.0',
        initialDelay: 0,
        count: 1,
        failureLimit: 0,
        inconclusiveLimit: 0,
        consecutiveErrorLimit: 4,
        consecutiveSuccessLimit: 0,
        dryRun: false,
      },
    ],
  });
});

test('A21: with an interval alone it goes on, and a condition that indexes result is of a list', () => {
  const read_ = read(`${PROMETHEUS}, failure: "size(result) > 0 && result[0] > 9.0", interval: 30s`);
  expect(read_).toMatchObject({ rules: [{ result: 'list', interval: 30_000 }] });
  expect(read_).not.toHaveProperty('rules.0.count');
});

describe('what could only go wrong in the release is refused before it', () => {
  test.each([
    [
      'A17: a delay that is no duration',
      `${PROMETHEUS}, success: result < 1.0, initialDelay: soon`,
      /"soon" is not a duration/,
    ],
    ['A22: a rule that asks nothing', 'success: result < 1.0', /the rule asks nothing/],
    ['A29: a rule without a condition', PROMETHEUS, /no condition, so it could only succeed/],
    ['A30: a name that is not known', `${PROMETHEUS}, success: answer < 1.0`, /Unknown variable: answer/],
  ])('%s', (_, rule, message) => {
    expect(read(rule)).toEqual({ problems: [expect.stringMatching(message)] });
  });

  test('a count that a ramp could not wait for', () => {
    const compared = '[deploy, ramp: { max: 10m }, cutover, retire]';
    const { problems } = {
      problems: [],
      ...read(`${PROMETHEUS}, success: result < 1.0, interval: 1m, count: 20`, compared),
    };
    expect(problems).toContainEqual(
      expect.stringMatching(/take at least 19m, and the first ramp is over after 10m/),
    );
  });
});
