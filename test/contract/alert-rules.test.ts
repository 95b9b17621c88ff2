import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { findPromtool } from '../rigs/prometheus.ts';
import { describeWith } from '../rigs/test-program.ts';

const run = promisify(execFile);
const RULES = fileURLToPath(new URL('../../docs/alerts/sluice.rules.yaml', import.meta.url));
const TESTS = new URL('alerts/sluice.tests.yaml', import.meta.url);

const rulesSchema = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook: z.string() }),
        }),
      ),
    }),
  ),
});

const rules = rulesSchema.parse(parse(readFileSync(RULES, 'utf8'))).groups.flatMap((group) => group.rules);

test('every rule is named in the manual, at the place that it leads to', () => {
  const manual = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const sections = manual.split(/^##+ /m).map((section) => ({
    anchor: (section.split('\n')[0] ?? '')
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
    section,
  }));
  for (const { alert, annotations } of rules) {
    const [page, anchor] = annotations.runbook.split('#');
    expect([page, sections.map((each) => each.anchor)], alert).toEqual([
      'docs/operations.md',
      expect.arrayContaining([anchor]),
    ]);
    expect(manual, alert).toContain(`\`${alert}\``);
  }
});

test('every rule is made of metrics that there are', () => {
  const metrics = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  for (const { alert, expr } of rules) {
    for (const [name] of expr.matchAll(/\bsluice_\w+/g)) expect(metrics, alert).toContain(`\`${name}\``);
  }
});

test('every rule has a unit test in which it fires', () => {
  const tests = readFileSync(TESTS, 'utf8');
  for (const { alert } of rules) {
    expect(tests, alert).toMatch(
      new RegExp(`alertname="${alert}"|alertname: ${alert}\\n +eval_time: \\S+\\n +exp_alerts`),
    );
  }
});

describeWith('prometheus', () => {
  test('promtool finds nothing wrong with the rules', async () => {
    const { stdout } = await promtool(['check', 'rules', RULES]);
    expect(stdout).toContain(`SUCCESS: ${rules.length} rules found`);
  });

  test('each fires when it has to, and not before', async () => {
    const { stdout } = await promtool(['test', 'rules', fileURLToPath(TESTS)]);
    expect(stdout).toContain('SUCCESS');
  });
});

async function promtool(args: string[]): Promise<{ stdout: string }> {
  return run(findPromtool() ?? 'promtool', args);
}
