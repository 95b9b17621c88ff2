import { readFileSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import fastify from 'fastify';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { addFleetMetrics } from '../../../api/fleet/fleet-metrics.ts';
import { scheduleGauges } from '../../../api/schedules/metrics.ts';
import { defaultSettings } from '../../../config/settings.ts';
import { freezeBook } from '../../rigs/freeze-book.ts';
import { createMetrics } from '../../../worker/metrics.ts';

test('docs/metrics.md has every metric of a daemon with its kind and labels, and no other', async () => {
  const { registry } = createMetrics(pino({ level: 'silent' }), { data: '/', archive: '/' });
  addFleetMetrics({
    client: new Client({ connection: Connection.lazy({ address: '127.0.0.1:1' }) }),
    settings: defaultSettings('/nonexistent'),
    freezes: freezeBook(),
    log: fastify().log,
    metrics: registry,
  });
  scheduleGauges(registry);
  const present = (await registry.getMetricsAsJSON())
    .filter(({ name }) => name.startsWith('sluice_'))
    .map(({ name, type }) => [name, String(type), labelsOf(registry.getSingleMetric(name))].join(' '));
  const text = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
  const told = [...text.matchAll(/^\| `(sluice_\w+)` +\| (\w+) +\| ([^|]*)\|/gm)].map(
    ([, name = '', kind = '', labels = '']) => [name, kind, labels.replaceAll(/[`\s]/g, '')].join(' '),
  );
  expect(told.toSorted()).toEqual(present.toSorted());
});

function labelsOf(metric: object | undefined): string {
  const names: unknown = metric !== undefined && 'labelNames' in metric ? metric.labelNames : [];
  return Array.isArray(names) ? names.join(',') : '';
}
