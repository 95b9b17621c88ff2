import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '../../../rigs/temporary-folder.ts';
import { runPlan } from './run-plan.ts';

const checkout = `service: checkout
environments:
  production:
    platform: { process: { command: 'serve {{version}}', instances: 2, port: env PORT, ready: /health } }
    router: { traefik: { file: checkout-routes.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    metrics:
      errors: { preset: traefik/errors }
      latency: { preset: traefik/latency, edges: [100ms, 1s], safeMargin: 1.5, required: false }
    strategy: canary
  bare:
    platform: { process: { command: serve, instances: 2, port: env PORT, ready: /health } }
    router: { traefik: { file: bare-routes.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    strategy: blue-green
  slow:
    platform: { process: { command: serve, instances: 2, port: env PORT, ready: /health } }
    router: { traefik: { file: slow-routes.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    metrics:
      latency: { preset: traefik/latency }
    strategy: blue-green
  ramped:
    platform: { process: { command: serve, instances: 2, port: env PORT, ready: /health } }
    router: { traefik: { file: ramped-routes.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    metrics:
      errors: { preset: traefik/errors, limit: 0.5% }
    steps: [deploy, { smoke: { get: /health } }, { ramp: { max: 1h } }, cutover, { keep: 1h }, retire]
  behind:
    platform: { process: { command: serve, instances: 2, port: env PORT, ready: /health } }
    router: { traefik: { file: behind-routes.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    metrics:
      errors: { preset: traefik/errors, prometheus: { url: "http://127.0.0.1:9090", interval: 15s } }
    analysis: { block: 1m }
    strategy: canary
`;

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder('forecast');
  await writeFile(join(folder.path, 'checkout.yaml'), checkout);
});
afterEach(async () => folder.remove());

const forecastOf = (out: string): string => out.slice(out.indexOf('\nwith '));

describe('sluice plan with traffic', () => {
  test('adds a table for each metric, the durations, and what cannot be decided', async () => {
    const given = ['--rate', '50', '--errors', '0.1%', '--errors', 'latency=5%'];
    const { exitCode, out, said } = await runPlan('checkout@production', folder.path, ...given);
    expect([exitCode, said]).toEqual([0, '']);
    expect(forecastOf(out)).toMatchSnapshot();
  });

  test('a service without errors is only ever stopped for failing outright', async () => {
    const { out } = await runPlan('checkout@production', folder.path, '--rate', '0.5', '--errors', '0%');
    expect(out).toMatch(/5 % {5}after {2}16 days +– +– +– +– +17 min +30 s/);
    expect(out).toMatch(/latency {3}left out of these figures; give .*--errors latency=2%/);
    expect(out).toMatch(/^step 3 .*16 days with 0.025 requests a second.*give it max: 3\dd/m);
  });

  test('what stays below the floor is said', async () => {
    const { out } = await runPlan('checkout@production', folder.path, '--rate', '5000', '--errors', '0.04%');
    expect(out).toMatch(/errors +x1.5 and x2 of 0.04 % is not above the metric's floor/);
    expect(out).not.toMatch(/^step 3/m);
  });

  test('a fail waits for its source to be read, also one that nothing makes cheaper', async () => {
    const { out } = await runPlan('checkout@behind', folder.path, '--rate', '50', '--errors', '1%');
    expect(out).toMatch(/^5 % {5}after .* 75 s$/m);
    expect(out).toMatch(/a block of 60 s, 15 s until it can be read, and the undo/);
  });

  test('without a weight nothing is compared', async () => {
    const { out } = await runPlan('checkout@slow', folder.path, '--rate', '50', '--errors', 'latency=1%');
    expect(out).toContain('none between 0 and 100 %: nothing is compared before the cutover');
  });

  test('a ramp says how it climbs, what its budget does not cover, and that a limit is too low', async () => {
    const { out } = await runPlan('checkout@ramped', folder.path, '--rate', '200', '--errors', '1%');
    expect(forecastOf(out)).toMatchSnapshot();
  });

  test('a ramp that is not through in its time says so', async () => {
    const { out } = await runPlan('checkout@ramped', folder.path, '--rate', '5', '--errors', '0.1%');
    expect(out).toMatch(
      /^step 2 .*with this traffic it is not through after 1h: it stands at [\d.]+ % then/m,
    );
  });

  test('--json adds the forecast to the plan', async () => {
    const given = ['--rate', '50', '--errors', '1%', '--json'];
    const { out } = await runPlan('checkout@production', 'v2', '--file', folder.path, ...given);
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      forecast: {
        traffic: { perSecond: 50, rates: { errors: [0.01] }, origin: 'given' },
        weights: [
          { step: 2, share: 0.05, perSecond: 2.5, metrics: [{ name: 'errors', faults: { length: 5 } }] },
          { share: 0.25 },
          { share: 0.5, least: { seconds: 35, bad: 875 } },
        ],
        durations: { kept: 3_600_000 },
        advice: [
          { name: 'assumed' },
          { name: 'latency' },
          { name: 'step 3' },
          { name: 'step 5' },
          { name: 'step 7' },
        ],
      },
    });
  });
});

test('a version is shown where commands have it', async () => {
  const { out } = await runPlan('checkout@production', 'v2', folder.path);
  expect(out).toMatch(/^checkout@production v2 {2}/);
  expect(out).toContain('`serve v2`');
});

test('without traffic it says how to get a forecast', async () => {
  const { said } = await runPlan('checkout@production', folder.path);
  expect(said).toContain('give --rate (requests a second) and --errors');
});

test('--measure is refused where no daemon answers, and beside given figures', async () => {
  const measured = ['checkout@production', folder.path, '--measure'];
  const alone = await runPlan(...measured, '--server', 'http://127.0.0.1:1');
  expect([alone.exitCode, alone.message]).toEqual([2, expect.stringContaining('http://127.0.0.1:1')]);
  const both = await runPlan(...measured, '1m', '--rate', '50', '--errors', '1%');
  expect([both.exitCode, both.message]).toEqual([2, expect.stringContaining('give either')]);
  const bare = await runPlan('checkout@bare', folder.path, '--measure');
  expect(bare.message).toContain('the plan has no metrics');
});

test.each([
  [['--rate', '50'], /--rate needs --errors/],
  [['--errors', '1%'], /--errors needs --rate/],
  [
    ['--rate', '50', '--errors', 'latancy=1%'],
    /no metric "latancy", but errors, latency; did you mean "latency"/,
  ],
])('%j is refused', async (given, message) => {
  const { exitCode, message: told } = await runPlan('checkout@production', folder.path, ...given);
  expect([exitCode, told]).toEqual([2, expect.stringMatching(message)]);
});

test.each([
  [['--rate', '0'], /expected requests a second of both sides together/],
  [
    ['--rate', '5', '--errors', '0.3'],
    /0.3 has no percent sign; expected the share of bad requests such as 0.3%/,
  ],
  [['--rate', '5', '--errors', '=1%'], /there is no name before =/],
])('%j is wrong usage', async (given, message) => {
  const { exitCode, said } = await runPlan('checkout@production', folder.path, ...given);
  expect([exitCode, said]).toEqual([2, expect.stringMatching(message)]);
});

test.each([
  ['bare', ['--errors', '1%'], /the plan has no metrics, so there is nothing to forecast/],
  ['slow', ['--errors', '1%'], /no metric of the plan counts errors; name the one .*--errors latency=1%/],
])('a plan of %s that cannot take the figures says so', async (environment, given, message) => {
  const { message: told } = await runPlan(`checkout@${environment}`, folder.path, '--rate', '5', ...given);
  expect(told).toMatch(message);
});

test('a word that was taken for the version is mentioned where nothing is found', async () => {
  const { message } = await runPlan('checkout@production', 'servces');
  expect(message).toMatch(/servces is no file here, so it was taken for the version$/);
});
