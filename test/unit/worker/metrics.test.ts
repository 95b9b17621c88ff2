import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMetrics, type ProcessMetrics } from '../../../worker/metrics.ts';

const lane = 'checkout.production';
let metrics: ProcessMetrics;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  metrics = createMetrics(pino({ level: 'silent' }));
});

afterEach(() => {
  vi.useRealTimers();
});

test('the age of a watch is the time since its last check, as long as it runs', async () => {
  checked('checkout.production.7');
  vi.setSystemTime(1_012_500);
  expect(await shown('sluice_watch_age_seconds')).toEqual([`{lane="${lane}"} 12.5`]);
  metrics.events.emit({ kind: 'watch-ended', lane, release: 'checkout.production.7' });
  expect(await shown('sluice_watch_age_seconds')).toEqual([]);
});

test('blocks without data count in a row, over the chunks of a watch and while one runs', async () => {
  const block = { kind: 'block-ended', lane, release: 'checkout.production.7', metric: 'errors' } as const;
  const silence = async (): Promise<string[]> => shown('sluice_watch_blocks_without_data');
  checked('checkout.production.7');
  metrics.events.emit({ ...block, silent: true });
  metrics.events.emit({ ...block, silent: true });
  metrics.events.emit({ kind: 'watch-ended', lane, release: 'checkout.production.7' });
  expect(await silence()).toEqual([]);
  checked('checkout.production.7');
  metrics.events.emit({ ...block, silent: true });
  expect(await silence()).toEqual([`{lane="${lane}",metric="errors"} 3`]);
  metrics.events.emit({ ...block, silent: false });
  expect(await silence()).toEqual([`{lane="${lane}",metric="errors"} 0`]);
  checked('checkout.production.8');
  expect(await silence()).toEqual([]);
});

test("the end of an earlier release's watch takes nothing from the next one", async () => {
  checked('checkout.production.7');
  checked('checkout.production.8');
  metrics.events.emit({ kind: 'watch-ended', lane, release: 'checkout.production.7' });
  expect(await shown('sluice_watch_age_seconds')).toEqual([`{lane="${lane}"} 0`]);
});

test('a router is told as drifted or not, and when it was looked at, as long as this process looks', async () => {
  const look = { kind: 'router-looked-at', lane, attempt: '1.1' } as const;
  metrics.events.emit({ ...look, at: Date.now(), differs: true });
  vi.setSystemTime(1_004_000);
  expect(await shown('sluice_lane_drift')).toEqual([`{lane="${lane}"} 1`]);
  expect(await shown('sluice_lane_look_age_seconds')).toEqual([`{lane="${lane}"} 4`]);
  metrics.events.emit({ ...look, attempt: '2.1', at: Date.now(), differs: false });
  metrics.events.emit({ kind: 'guard-ended', lane, attempt: '1.1' });
  expect(await shown('sluice_lane_drift')).toEqual([`{lane="${lane}"} 0`]);
  metrics.events.emit({ kind: 'guard-ended', lane, attempt: '2.1' });
  expect(await shown('sluice_lane_drift')).toEqual([]);
});

test('attempts, writes and restarts are counted', async () => {
  const attempt = { kind: 'attempt-ended', activity: 'write', seconds: 0.1 } as const;
  metrics.events.emit({ ...attempt, outcome: 'completed' });
  metrics.events.emit({ ...attempt, outcome: 'completed' });
  metrics.events.emit({ ...attempt, outcome: 'failed' });
  metrics.events.emit({ kind: 'written', lane, outcome: 'fenced' });
  metrics.events.emit({ kind: 'told', notifier: 'log', outcome: 'failed' });
  metrics.events.emit({ kind: 'told', notifier: 'slack', outcome: 'lost' });
  metrics.temporalRestarted();
  expect(await shown('sluice_activity_attempts_total')).toEqual([
    // Whose first failure has to be a rise.
    '{activity="archive",outcome="failed"} 0',
    '{activity="notify",outcome="failed"} 0',
    '{activity="deliver",outcome="failed"} 0',
    '{activity="write",outcome="completed"} 2',
    '{activity="write",outcome="failed"} 1',
  ]);
  expect(await shown('sluice_traffic_writes_total')).toEqual([`{lane="${lane}",outcome="fenced"} 1`]);
  expect(await shown('sluice_notifications_total')).toEqual([
    '{notifier="log",outcome="failed"} 1',
    '{notifier="slack",outcome="lost"} 1',
  ]);
  expect(await shown('sluice_temporal_restarts_total')).toEqual([' 1']);
});

test('what comes of events is counted from 0 as soon as their notifier is known, so that the first one is a rise', async () => {
  metrics.events.emit({ kind: 'notifier-known', notifier: 'slack' });
  const counts = async (): Promise<string[]> => shown('sluice_notifications_total');
  expect(await counts()).toEqual([
    '{notifier="slack",outcome="sent"} 0',
    '{notifier="slack",outcome="failed"} 0',
    '{notifier="slack",outcome="lost"} 0',
  ]);
  metrics.events.emit({ kind: 'told', notifier: 'slack', outcome: 'lost' });
  // A worker that is made anew in this process knows it again.
  metrics.events.emit({ kind: 'notifier-known', notifier: 'slack' });
  expect(await counts()).toContain('{notifier="slack",outcome="lost"} 1');
});

test('the disk of a folder that does not exist yet is that of its parent', async () => {
  const { registry } = createMetrics(pino({ level: 'silent' }), { data: '/nowhere/sluice' });
  const text = await registry.metrics();
  expect(text).toMatch(/^sluice_disk_free_bytes\{folder="data"\} \d+$/m);
  expect(text).toMatch(/^sluice_disk_size_bytes\{folder="data"\} \d+$/m);
});

function checked(release: string): void {
  const figures = () => ({ evidence: [], overBounds: {} });
  metrics.events.emit({ kind: 'watch-checked', lane, release, at: Date.now(), late: 0, figures });
}

/** The lines of one metric, without its name. */
async function shown(name: string): Promise<string[]> {
  const text = await metrics.registry.metrics();
  const lines = text.split('\n').filter((line) => line.startsWith(name));
  return lines.map((line) => line.slice(name.length));
}
