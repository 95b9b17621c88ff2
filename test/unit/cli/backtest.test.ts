import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backtested } from '../../../analysis/backtest/backtest.ts';
import { momentOption, shareOption } from '../../../cli/backtest/options.ts';
import { renderBacktest } from '../../../cli/backtest/render.ts';
import { stagesOf } from '../../../cli/backtest/stages.ts';
import { startsIn } from '../../../cli/backtest/starts.ts';
import { endOf } from '../../../cli/failure.ts';
import { plainPaint } from '../../../cli/paint.ts';
import { createProgram } from '../../../cli/program.ts';
import type { Step } from '../../../config/plan.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';

const HOUR = 3_600_000;
const shift: Step = { kind: 'shift', to: 500, deadline: 1000 };
const bake: Step = {
  kind: 'bake',
  until: 'safe',
  min: 0,
  max: 30 * 60_000,
  minRequests: 7,
  onFail: 'revert',
  onInconclusive: 'hold',
};
const after: Step = { kind: 'cutover', deadline: 1000 };

describe('the weights', () => {
  test('are those of the plan up to its cutover', () => {
    expect(stagesOf({ steps: [shift, bake, { ...shift, to: 5000 }, bake, after, bake] }, [])).toEqual([
      { share: 0.05, until: 'safe', minRequests: 7, min: 0, max: 1800 },
      { share: 0.5, until: 'safe', minRequests: 7, min: 0, max: 1800 },
    ]);
  });

  test('or those that are asked for, for as long as the longest bake, or an hour', () => {
    expect(stagesOf({ steps: [shift, bake, after] }, [0.1])).toMatchObject([{ share: 0.1, max: 1800 }]);
    expect(stagesOf({ steps: [after] }, [0.1, 0.2])).toMatchObject([{ max: 3600 }, { share: 0.2 }]);
    expect(() => stagesOf({ steps: [after] }, [])).toThrow('say by --share 5%');
  });
});

describe('the starts', () => {
  const [stage] = stagesOf({ steps: [shift, bake] }, []);
  const stages = stage === undefined ? [] : [stage];
  const hours = (count: number) => Array.from({ length: count * 360 }, () => ({ total: 1, bad: [0] }));

  test('leave six hours before each to calibrate on, and time for its whole length after it', () => {
    const past = { start: 0, interval: 10, metrics: { errors: hours(8), latency: [undefined, ...hours(8)] } };
    expect(startsIn(past, stages, 60)).toEqual({ first: 2161, last: 2880 - 186, calibration: 2160 });
  });

  test('a past that is too short is refused with what there is', () => {
    const past = { start: Date.UTC(2026, 0, 5), interval: 10, metrics: { errors: hours(6) } };
    expect(() => startsIn(past, stages, 60)).toThrow(
      'errors has 6h of requests from 2026-01-05 00:00:00Z on: too little, since a release is calibrated on the 6h before it and takes up to 31m',
    );
    expect(() => startsIn({ ...past, metrics: { errors: [undefined] } }, stages, 60)).toThrow(
      'errors has no requests: too little',
    );
  });
});

describe('options', () => {
  test('a moment is a time, or how long ago', () => {
    expect(momentOption('2026-01-05T14:00:00Z')).toBe(Date.UTC(2026, 0, 5, 14));
    expect(Math.abs(Date.now() - 48 * HOUR - momentOption('2d'))).toBeLessThan(10_000);
    expect(() => momentOption('yesterday')).toThrow('expected a time such as');
  });

  test('a share leaves both sides traffic', () => {
    expect(shareOption('5%', [0.5])).toEqual([0.5, 0.05]);
    expect(() => shareOption('100%')).toThrow('leaves one side without traffic');
    expect(() => shareOption('5')).toThrow('5 has no percent sign');
  });
});

describe('the command refuses', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder('backtest');
    const metrics =
      "{ errors: { scrape: { url: 'http://127.0.0.1:1', counter: c, labels: { s: '{{slot}}' }, bad: { code: '5..' } } } }";
    const file = `service: shop
environments:
  live:
    platform: { process: { command: 'true', instances: 1, port: env PORT, ready: / } }
    router: { traefik: { file: shop.yaml, metrics: http://127.0.0.1:1/metrics } }
    metrics: ${metrics}
    steps: [deploy, shift: 5%, bake: { until: safe, max: 30m }, cutover]
`;
    await writeFile(join(folder.path, 'shop.yaml'), file);
  });
  afterEach(async () => folder.remove());

  async function said(...words: string[]): Promise<[number, string | undefined]> {
    const asked = createProgram().parseAsync(['backtest', 'shop@live', folder.path, ...words], {
      from: 'user',
    });
    const { exitCode, message } = endOf(await asked.catch((error: unknown) => error));
    return [exitCode, message];
  }

  test('a source without history, with that reason', async () => {
    expect(await said()).toEqual([
      2,
      'errors is read by scrape, which has no history: a backtest needs a source that keeps its past, such as prometheus or cloudwatch',
    ]);
  });

  test('a stretch of more than a week, or that ends before it begins', async () => {
    const refusal = [2, '--from has to be before --to, by 7 days at most'];
    expect([await said('--from', '8d'), await said('--from', '1h', '--to', '2h')]).toEqual([
      refusal,
      refusal,
    ]);
  });
});

test('people see how often a good release was stopped, how sure that is, and how long each proof took', () => {
  const bursts: Backtested = {
    runs: 200,
    stopped: { count: 1, low: 0.000127, high: 0.0275, byMetric: { errors: 1 } },
    stages: [
      { share: 0.05, until: 'safe', max: 1800, reached: 200, passed: 180, median: 720, ninetieth: 1560 },
      { share: 0.25, until: 'elapsed', max: 300, reached: 199, passed: 199, median: 300, ninetieth: 300 },
      { share: 0.5, until: 'safe', max: 1800, reached: 199, passed: 90, median: null, ninetieth: null },
    ],
    assumed: 3,
    blockSeconds: 30,
    burstDivisor: { errors: 3.1415 },
  };
  const apart = { ...bursts, stopped: { count: 0, low: 0, high: 0.0183, byMetric: {} } };
  const at = Date.UTC(2026, 0, 5);
  const view = { lane: 'shop@live', from: at, to: at + 20 * HOUR, seed: 1, bursts, apart };
  expect(`\n${renderBacktest(view, 200, plainPaint).join('\n')}\n`).toMatchSnapshot();
});
