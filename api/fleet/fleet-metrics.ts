/** What `/metrics` of an API shows of all releases, lanes and workers. */
import { Gauge, type Registry } from 'prom-client';
import type { ApiContext } from '../context.ts';
import { toApiError } from '../problem-reply.ts';
import { addFinishedReleases } from './finished-releases.ts';
import { readFleet, type Fleet } from './read-fleet.ts';

/** Scrapes within this time are answered by one look at Temporal, in milliseconds. */
const FRESH = 2000;
const SECOND = 1000;

/** Adds the metrics to the API's registry; the answer brings them up to date, and never throws. */
export function addFleetMetrics(context: ApiContext): () => Promise<void> {
  const show = fleetGauges(context.metrics);
  addFinishedReleases(context);
  const up = gauge(
    context.metrics,
    'sluice_temporal_up',
    'Whether Temporal answered at this scrape: 1, else 0.',
    [],
  );
  let reading: { at: number; done: Promise<void> } | undefined;
  const read = async (): Promise<void> => {
    const fleet = await readFleet(context).catch((error: unknown) => {
      context.log.debug(`the metrics lack releases and lanes: ${toApiError(error).message}`);
      return undefined;
    });
    up.set(fleet === undefined ? 0 : 1);
    show(fleet);
  };
  return async () => {
    if (reading === undefined || Date.now() - reading.at > FRESH) reading = { at: Date.now(), done: read() };
    await reading.done;
  };
}

/** Makes the gauges; what is answered sets them all anew, to nothing where nothing is known. */
export function fleetGauges(registry: Registry): (fleet: Fleet | undefined) => void {
  const release = ['lane', 'release'] as const;
  const phase = gauge(registry, 'sluice_release_phase', 'A release that runs, by what it does: 1.', [
    ...release,
    'phase',
  ]);
  const weight = gauge(
    registry,
    'sluice_release_weight_ratio',
    'Share of traffic that a release has asked for its candidate, 0 to 1, until that is known good.',
    release,
  );
  const since = gauge(
    registry,
    'sluice_release_hold_since_timestamp_seconds',
    'When a release began to hold, by the reason.',
    [...release, 'reason'],
  );
  const deadline = gauge(
    registry,
    'sluice_release_hold_deadline_timestamp_seconds',
    'When the deadline of a hold passes; none once it has passed after the cutover.',
    [...release, 'reason'],
  );
  const undo = gauge(
    registry,
    'sluice_release_undo_since_timestamp_seconds',
    'When the undo of a release began that is not done.',
    release,
  );
  const blocked = gauge(registry, 'sluice_lane_blocked', 'Whether nothing may begin in a lane: 1, else 0.', [
    'lane',
  ]);
  const failing = gauge(
    registry,
    'sluice_workflow_tasks_failing',
    'A workflow whose tasks fail or time out again and again: 1.',
    ['workflow'],
  );
  const workers = gauge(registry, 'sluice_workers', 'Workers that polled a queue within 70 s.', ['queue']);
  const all = [phase, weight, since, deadline, undo, blocked, failing, workers];
  return (fleet) => {
    for (const each of all) each.reset();
    if (fleet === undefined) return;
    for (const { id, lane, memo } of fleet.releases) {
      const labels = { lane, release: id };
      phase.set({ ...labels, phase: memo?.phase ?? 'starting' }, 1);
      const { hold, undoingSince, proven } = memo ?? {};
      if (proven === undefined) weight.set(labels, (memo?.weight ?? 0) / 10_000);
      if (undoingSince !== undefined) undo.set(labels, undoingSince / SECOND);
      // What a release held for when its undo began is no question to anybody any more.
      if (hold === undefined || memo?.phase !== 'holding') continue;
      const held = { ...labels, reason: hold.reason };
      since.set(held, hold.since / SECOND);
      if (hold.deadline !== undefined) deadline.set(held, hold.deadline / SECOND);
    }
    for (const each of fleet.lanes) blocked.set({ lane: each.lane }, each.blocked ? 1 : 0);
    for (const workflow of fleet.failing ?? []) failing.set({ workflow }, 1);
    for (const each of fleet.pollers) workers.set({ queue: each.queue }, each.workers);
  };
}

function gauge<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
): Gauge<Label> {
  return new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
}
