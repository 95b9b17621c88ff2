/** What a lane looks like from the outside: by the service's own records, Traefik's file and its counters. */
import type { Slot } from '../../config/plan.ts';
import { repeated } from '../../examples/demo/instances.ts';
import type { Load } from '../../examples/demo/load/start-load.ts';
import { readMetricsPage } from '../../providers/metrics-page.ts';
import { readAllSpawns, readStarted } from '../kill/own-counts.ts';
import { stretchesOf } from '../kill/stretches.ts';
import type { FileWatch } from '../kill/written-files.ts';
import { until } from './until.ts';

/** A sentence for everything that was done twice, or sent the candidate more than its weight at the time allowed. */
export async function faultsOf(
  { records }: { records: string },
  file: FileWatch,
  candidate: { version: string; slot: Slot },
  { from, to }: { from: number; to: number },
): Promise<string[]> {
  const spawned = (await readAllSpawns(records)).filter(({ version }) => version === candidate.version);
  const writes = file.seen.filter(({ at }) => at >= from);
  const fences = writes.map(({ stamp }) => `${stamp?.release}.${stamp?.act}`);
  const before = { at: from, stamp: null, split: { blue: 0, green: 0 } };
  const raised = stretchesOf([before, ...writes], await readStarted(records), candidate, to);
  return [
    ...repeated(spawned.map(({ token }) => token)).map((token) => `the instance ${token} began to run twice`),
    ...repeated(fences).map((fence) => `act ${fence} was written twice`),
    ...raised
      .filter((stretch) => stretch.weight > 0 && stretch.candidate > stretch.allowed)
      .map(({ weight, candidate: got, allowed }) => `at ${weight} bp it got ${got}, allowed were ${allowed}`),
  ];
}

/** Drops by reason, of requests sent in a stretch of time. */
export async function dropsOf({ seen }: Load, from: number, to: number): Promise<Record<string, number>> {
  await until('the load to have its answers', () => seen.settledBefore() >= to);
  return seen.between(from, to).reasons;
}

/** Requests that each slot has answered since Traefik was started, by Traefik's own counters. */
export async function countedByTraefik(metrics: string): Promise<Record<Slot, number>> {
  const { samples } = await readMetricsPage(metrics, AbortSignal.timeout(5000));
  const of = (slot: Slot): number =>
    samples
      .filter(({ name }) => name === 'traefik_service_requests_total')
      .filter(({ labels }) => labels['service'] === `sample-demo-${slot}@file`)
      .reduce((sum, { value }) => sum + value, 0);
  return { blue: of('blue'), green: of('green') };
}
