import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { daemonMetrics } from '../../rigs/daemon-metrics.ts';

const text = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
const rows = [...text.matchAll(/^\| `(sluice_\w+)`(.*)\|$/gm)].map(([, name = '', cells = '']) => {
  const [, kind = '', labels = '', unit = '', by = '', meaning = ''] = cells
    .split('|')
    .map((each) => each.trim());
  return { name, kind, labels: labels.replaceAll(/[`\s]/g, ''), unit, by, meaning };
});

/** By how a name ends, as Prometheus wants it; undefined: it is a count or a state, which a name does not tell. */
const UNITS: [RegExp, string][] = [
  [/_timestamp_seconds$/, 'Unix time'],
  [/_seconds$/, 'seconds'],
  [/_bytes$/, 'bytes'],
  [/_ratio$/, 'ratio'],
];
const unitOf = (name: string): string | undefined => UNITS.find(([end]) => end.test(name))?.[1];

test('docs/metrics.md has every metric of a daemon with its kind and labels, and no other', async () => {
  const { registry } = daemonMetrics();
  const present = (await registry.getMetricsAsJSON())
    .filter(({ name }) => name.startsWith('sluice_'))
    .map(({ name, type }) => [name, String(type), labelsOf(registry.getSingleMetric(name))].join(' '));
  const told = rows.map(({ name, kind, labels }) => [name, kind, labels].join(' '));
  expect(told.toSorted()).toEqual(present.toSorted());
});

test.each(rows)('$name is told with its unit, who shows it and what it is', ({ name, unit, by, meaning }) => {
  // A count or a state names what is counted.
  const other = UNITS.some(([, each]) => each === unit) ? 'what is counted' : unit;
  expect(unit).toBe(unitOf(name) ?? other);
  expect(unit).not.toBe('');
  expect(by).toMatch(/^(api|worker|both)$/);
  expect(meaning).not.toBe('');
});

function labelsOf(metric: object | undefined): string {
  const names: unknown = metric !== undefined && 'labelNames' in metric ? metric.labelNames : [];
  return Array.isArray(names) ? names.join(',') : '';
}
