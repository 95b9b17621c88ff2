import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Dashboard } from '../../../scripts/dashboards/grafana.ts';
import { layOut, type Sized } from '../../../scripts/dashboards/layout.ts';
import { dashboardText, DASHBOARDS } from '../../../scripts/dashboards.ts';
import { daemonMetrics } from '../../rigs/daemon-metrics.ts';
import { readDashboard } from '../../rigs/dashboard-parts.ts';

const FOLDER = new URL('../../../docs/grafana/', import.meta.url);
const names = [...DASHBOARDS.keys()];

/** What Grafana itself replaces. */
const BUILT_IN = ['__rate_interval', '__interval', '__range', '__data', '__value', '__all'];

test('docs/grafana is what `npm run dashboards` writes', () => {
  const files = readdirSync(FOLDER);
  const written = Object.fromEntries([...DASHBOARDS].map(([name, each]) => [name, dashboardText(each)]));
  const found = files.map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')]);
  expect(Object.fromEntries(found)).toEqual(written);
});

test("the dashboards are checked by Grafana's own schema: what it does not know is refused by the compiler", () => {
  const refused: Dashboard[] = [
    // @ts-expect-error: a mistyped key.
    { schemaVersion: 42, panel: [] },
    // @ts-expect-error: a panel has a type.
    { schemaVersion: 42, panels: [{ title: 'of no kind' }] },
    // @ts-expect-error: a kind of variable that there is not.
    { schemaVersion: 42, templating: { list: [{ name: 'lane', type: 'queries' }] } },
  ];
  expect(refused).toHaveLength(3);
});

test.each(names)('%s is made of metrics that a daemon shows', async (name) => {
  const { registry } = daemonMetrics();
  const shown = new Set(
    (await registry.getMetricsAsJSON()).flatMap(({ name: metric, type }) =>
      String(type) === 'histogram' ? [`${metric}_bucket`, `${metric}_sum`, `${metric}_count`] : [metric],
    ),
  );
  const { panels, templating } = readDashboard(name);
  const asked = [
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...templating.list.map(({ query }) => query),
  ].flatMap((text) => text.match(/\b(?:sluice|process|nodejs)_\w+/g) ?? []);
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((metric) => !shown.has(metric))).toEqual([]);
});

test.each(names)('%s uses every variable that it has, and no other', (name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  const used = [...text.matchAll(/\$\{?(\w+)/g)].map(([, variable = '']) => variable);
  const known = readDashboard(name).templating.list.map((variable) => variable.name);
  expect(
    [...new Set(used)].filter((each) => !BUILT_IN.includes(each) && !/^\d/.test(each)).toSorted(),
  ).toEqual(known.toSorted());
});

test.each(names)('no two panels of %s lie over each other or share a number', (name) => {
  const { panels } = readDashboard(name);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, i) => `${x + (i % w)}/${y + Math.floor(i / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
});

test('what does not fit beside the others begins a new line below the tallest of them', () => {
  const sized = (width: number, height: number): Sized => ({ width, height, panel: { type: 'stat' } });
  const rows = [
    { title: 'first', panels: [sized(10, 8), sized(10, 4), sized(6, 4)] },
    { title: 'second', panels: [sized(24, 4)] },
  ];
  expect(layOut(rows).map(({ gridPos }) => [gridPos?.x, gridPos?.y])).toEqual([
    [0, 0],
    [0, 1],
    [10, 1],
    [0, 9],
    [0, 13],
    [0, 14],
  ]);
});
