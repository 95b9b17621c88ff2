import { describe, expect, test } from 'vitest';
import { resolvePlan } from '../../../config/resolve.ts';
import type { Plan } from '../../../config/plan.ts';
import { serviceFile } from './example.ts';

/** The plan of a service whose platform is commands, in `/srv/shop/checkout.yaml`. */
function plan(
  steps: string,
  platform = 'deploy: ./d.sh, ready: [./r.sh, "{{slot}}"], retire: ./x.sh',
): Plan | undefined {
  const text = `
service: checkout
environments:
  production:
    platform: { command: { ${platform} } }
    router: { traefik: { file: dynamic/checkout.yaml, metrics: http://127.0.0.1:8082/metrics } }
${steps}
`;
  return resolvePlan(serviceFile(text, '/srv/shop/checkout.yaml'), 'production');
}

const around = { directory: '/srv/shop', environment: {} };

test('a command platform has its defaults, absolute paths, and says how long retiring may take', () => {
  const written =
    'deploy: ./d.sh, ready: [./r.sh, "{{slot}}"], retire: ./x.sh, keepAlive: ./k.sh, timeout: 1m, directory: ops, environment: { A: "${file:keys/a}" }';
  expect(plan('    strategy: blue-green', written)?.platform).toEqual({
    kind: 'command',
    deploy: './d.sh',
    ready: ['./r.sh', '{{slot}}'],
    retire: './x.sh',
    keepAlive: './k.sh',
    directory: '/srv/shop/ops',
    environment: { A: '${file:/srv/shop/keys/a}' },
    timeout: 60_000,
    grace: 75_000,
  });
  expect(plan('    strategy: blue-green')?.platform).toMatchObject({ ...around, timeout: 300_000 });
});

test('a strategy has no smoke step where the platform has no path for it', () => {
  expect(plan('    strategy: blue-green')?.steps.map(({ kind }) => kind)).toEqual([
    'deploy',
    'cutover',
    'keep',
    'retire',
  ]);
});

describe('a run', () => {
  const steps = (written: string) => plan(`    steps: [deploy, { run: ${written} }, cutover]`)?.steps[1];

  test('is a command, whose plain undo runs where, with what and for as long as it', () => {
    const command = {
      kind: 'command',
      directory: '/srv/shop/ops',
      environment: { A: '${env:A}' },
      timeout: 60_000,
    };
    expect(
      steps(
        '{ command: ./a.sh, undo: [./b.sh, now], directory: ops, environment: { A: "${env:A}" }, timeout: 1m }',
      ),
    ).toEqual({
      kind: 'run',
      hook: { ...command, command: './a.sh' },
      undo: { ...command, command: ['./b.sh', 'now'] },
      onFail: 'hold',
    });
  });

  test('is a webhook, whose undo may be another one or a command', () => {
    const webhook = { kind: 'webhook', method: 'POST', headers: {}, timeout: 10_000 };
    expect(
      steps(
        '{ webhook: https://example.com/a, onFail: revert, undo: { webhook: https://example.com/b, method: DELETE } }',
      ),
    ).toEqual({
      kind: 'run',
      hook: { ...webhook, url: 'https://example.com/a' },
      undo: { ...webhook, url: 'https://example.com/b', method: 'DELETE' },
      onFail: 'revert',
    });
    expect(
      steps(
        '{ webhook: "${file:hook}", headers: { X-Key: "${file:key}" }, body: "{{slot}} ${file:body}", undo: ./b.sh }',
      ),
    ).toEqual({
      kind: 'run',
      hook: {
        ...webhook,
        url: '${file:/srv/shop/hook}',
        headers: { 'X-Key': '${file:/srv/shop/key}' },
        body: '{{slot}} ${file:/srv/shop/body}',
      },
      undo: { kind: 'command', command: './b.sh', ...around, timeout: 300_000 },
      onFail: 'hold',
    });
  });

  // Peers' S5: a step plugin that is not configured degrades there. Here a step that runs nothing is refused.
  test('S5: that runs nothing is refused before there is a release', () => {
    expect(() => steps('{ timeout: 1m }')).toThrow(/nothing is run/);
  });
});

test.each([
  ['', { kind: 'printed' }],
  [', report: none', { kind: 'none' }],
  [', report: out/report.json', { kind: 'file', path: '/srv/shop/ops/out/report.json' }],
])('a gate%s', (report, expected) => {
  const steps = plan(
    `    steps: [{ gate: { command: ./scan.sh, directory: ops${report} } }, deploy, cutover]`,
  )?.steps;
  expect(steps?.[0]).toEqual({
    kind: 'gate',
    gate: {
      kind: 'command',
      command: './scan.sh',
      directory: '/srv/shop/ops',
      environment: {},
      timeout: 600_000,
      report: expected,
    },
  });
});

test('runs and gates count into how long the release may take until its cutover', () => {
  const steps =
    '[deploy, { shift: 10% }, { run: { command: ./a.sh, timeout: 10m } }, { gate: { command: ./b.sh, timeout: 5m } }, cutover]';
  // The shift's own deadline is 5 minutes, and a block half a minute.
  expect(plan(`    steps: ${steps}`)?.analysis.plannedBlocks).toBe(40);
});
