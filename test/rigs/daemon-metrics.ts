import { Client, Connection } from '@temporalio/client';
import fastify from 'fastify';
import { pino } from 'pino';
import { addFleetMetrics } from '../../api/fleet/fleet-metrics.ts';
import { scheduleGauges } from '../../api/schedules/metrics.ts';
import { defaultSettings } from '../../config/settings.ts';
import { createMetrics, type ProcessMetrics } from '../../worker/metrics.ts';
import { freezeBook } from './freeze-book.ts';

/** All metrics of a daemon of all roles, with no Temporal behind it. */
export function daemonMetrics(): ProcessMetrics {
  const metrics = createMetrics(pino({ level: 'silent' }), { data: '/', archive: '/' });
  const { registry } = metrics;
  addFleetMetrics({
    client: new Client({ connection: Connection.lazy({ address: '127.0.0.1:1' }) }),
    settings: defaultSettings('/nonexistent'),
    freezes: freezeBook(),
    log: fastify().log,
    metrics: registry,
  });
  scheduleGauges(registry);
  return metrics;
}
