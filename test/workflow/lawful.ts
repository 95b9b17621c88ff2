import { expect } from 'vitest';
import type { EventKind } from '../../config/events.ts';
import type { ReleaseInput } from '../../workflows/messages.ts';
import type { Played } from './release-under-test.ts';
import type { World } from './world.ts';

const ACTS = new Set<EventKind>([
  'paused',
  'resumed',
  'promoted',
  'approved',
  'retried',
  'abort-requested',
  'supersede-requested',
  'left',
]);

/** What must be true of every release, however it ended: design §9 as far as a workflow can keep it. */
export function expectLawful(world: World, input: ReleaseInput, { result, status, events }: Played): void {
  expect(status.outcome).toBe(result.outcome);
  expect(events.map(({ number }) => number)).toEqual(events.map((_, i) => i + 1));
  const end = events.findIndex(({ kind }) => kind === 'finished');
  const late = events.slice(end + 1).filter(({ message }) => !message.includes('could not be archived'));
  expect(end).toBeGreaterThanOrEqual(0);
  expect(
    late.map(({ message }) => message).filter((message) => !message.includes('changes nothing')),
  ).toEqual([]);
  for (const event of events)
    if (ACTS.has(event.kind)) expect(event).toHaveProperty('actor', expect.stringMatching(/./));
  expect(world.archived.filter((id) => id === input.id).length).toBeLessThanOrEqual(1 + late.length);
  if (!events.some(({ message }) => message.includes('could not be archived'))) {
    expect(world.archived).toContain(input.id);
  }
  expectNothingBeforeSmoke(world, input);
  expectStableUntouched(world, input);
  if (result.outcome === 'reverted') expectAllBack(world, input);
}

/** The candidate gets traffic only after its deploy, and after its smoke test where there is one. */
function expectNothingBeforeSmoke(world: World, { plan, candidate, kind }: ReleaseInput): void {
  const first = world.did.findIndex((did) => weightOf(did, candidate.slot) > 0);
  if (first < 0 || kind === 'recovery') return;
  for (const step of ['deploy', 'smoke']) {
    if (!plan.steps.some((each) => each.kind === step)) continue;
    const done = world.did.findIndex((did) => did.startsWith(step));
    expect(done, `${step} before traffic in ${world.did.join(', ')}`).toBeGreaterThanOrEqual(0);
    expect(done).toBeLessThan(first);
  }
}

/** The stable slot goes only after all traffic was at the candidate for good. */
function expectStableUntouched(world: World, { stable, candidate }: ReleaseInput): void {
  if (stable === null) return;
  const gone = world.did.indexOf(`retire ${stable.slot}`);
  if (gone < 0) return;
  const before = world.did.slice(0, gone).map((did) => weightOf(did, candidate.slot));
  expect(before.findLast((weight) => weight >= 0)).toBe(10_000);
  expect(world.did.slice(0, gone)).toContain(`keep alive ${candidate.slot}`);
}

/** A reverted release ends with no traffic at the candidate and without its instances. */
function expectAllBack(world: World, { candidate, stable }: ReleaseInput): void {
  const weights = world.did.map((did) => weightOf(did, candidate.slot)).filter((weight) => weight >= 0);
  expect(weights.at(-1) ?? 0, world.did.join(', ')).toBe(0);
  if (stable !== null) expect(world.did).not.toContain(`retire ${stable.slot}`);
  const deployed = world.did.findLastIndex((did) => did.startsWith('deploy'));
  expect(world.did.lastIndexOf(`retire ${candidate.slot}`)).toBeGreaterThanOrEqual(
    deployed < 0 ? -1 : deployed,
  );
  if (deployed >= 0) expect(world.ready[candidate.slot].wanted).toBe(0);
}

/** The weight that a line of what was done gave to a slot; -1 when it is no write. */
function weightOf(did: string, slot: 'blue' | 'green'): number {
  if (did === 'write nothing') return 0;
  const match = /^write (\d+)\/(\d+)$/.exec(did);
  return match === null ? -1 : Number(match[slot === 'blue' ? 1 : 2]);
}
