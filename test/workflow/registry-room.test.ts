/** Whatever is asked of the registry, it stays far below the 2 MB at which Temporal ends a workflow. */
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterEach, expect, test } from 'vitest';
import { bytesOf } from '../../workflows/bytes.ts';
import {
  actOnSchedule,
  createFreeze,
  createToken,
  endFreeze,
  readState,
  revokeToken,
  switchStop,
} from '../../workflows/registry-messages.ts';
import type { KeptFreeze } from '../../workflows/registry/freeze-types.ts';
import { largestFreeze } from '../rigs/largest-freeze.ts';
import { until } from '../rigs/until.ts';
import { useRig } from './environment.ts';
import { startRegistry } from './registry-under-test.ts';
import { emptyWorld } from './world.ts';

const rig = useRig();
const who = { actor: 'ann', reason: 'for CI', source: 'cli' } as const;
const token = { ...who, name: 'ci', hash: 'h', grants: [], groups: [], expiresAt: null };

afterEach(() => rig().worlds.delete('registry'));

/** What somebody is answered, or the code with which it is refused. */
async function said<T>(asked: Promise<T>): Promise<T | string> {
  try {
    return await asked;
  } catch (error) {
    const cause = error instanceof WorkflowUpdateFailedError ? error.cause : error;
    if (!(cause instanceof ApplicationFailure)) throw error;
    return cause.type ?? '';
  }
}

test('a freeze that has no room is refused, a repeat needs none, and what was there stays', async () => {
  const freeze = (number: number): KeptFreeze => {
    const { lanes, owner, reason } = largestFreeze(number);
    const made = { start: 1, end: 9e12, createdBy: 'ann', createdAt: 1, endedBy: null };
    return { id: `f${number}`, lanes, owner, reason, ...made };
  };
  const freezes = Array.from({ length: 11 }, (_, index) => freeze(index + 1));
  const registry = await startRegistry(rig(), { freezes });
  const make = async (number: number) =>
    said(registry.executeUpdate(createFreeze, { args: [largestFreeze(number)] }));
  const first = await make(20);
  expect(first).toMatchObject({ state: 'kept' });
  expect(await make(21)).toBe('too_many_freezes');
  expect(await make(20)).toEqual(first);
  await registry.executeUpdate(endFreeze, { args: [{ ...who, freeze: 'f1' }] });
  expect(await make(21)).toMatchObject({ state: 'kept' });
  const known = (await registry.query(readState)).freezes;
  expect(known.length).toBeGreaterThanOrEqual(12);
  expect(bytesOf(known)).toBeLessThan(260_000);
  const { memo } = await registry.describe();
  expect(memo?.['freezes']).toEqual({ freezes: known, stop: null });
});

test('while the audit cannot be written, what makes something is refused, and a token can be revoked', async () => {
  const world = emptyWorld();
  let full = true;
  world.audits = () => {
    if (full) throw new Error('the disk is full');
  };
  rig().worlds.set('registry', world);
  const registry = await startRegistry(rig());
  await registry.executeUpdate(createToken, { args: [token] });
  const answers: unknown[] = [];
  while (!answers.includes('audit_behind') && answers.length < 20) {
    answers.push(await said(registry.executeUpdate(createFreeze, { args: [largestFreeze(answers.length)] })));
  }
  expect(answers).toContain('audit_behind');
  const revoked = await registry.executeUpdate(revokeToken, { args: [{ ...who, token: 'ci' }] });
  expect(revoked).toMatchObject({ state: 'kept' });
  expect(await registry.executeUpdate(switchStop, { args: [{ ...who, on: true }] })).toMatchObject({
    state: 'kept',
  });
  const { acts } = await registry.query(readState);
  full = false;
  await rig().skip('2m');
  await until('all lines', () => world.audited.length === acts.length);
  const made = await registry.executeUpdate(createToken, { args: [{ ...token, name: 'cd' }] });
  expect(made).toMatchObject({ state: 'kept' });
});

test.each([
  [120_000, ['audit_behind', 'token_not_found', 'kept']],
  [300_000, ['audit_behind', 'audit_behind', 'kept']],
])(
  'while %i bytes wait for the audit, a pause, a revocation and a stop are answered %j',
  async (bytes, answers) => {
    const world = emptyWorld();
    world.audits = () => {
      throw new Error('the disk is full');
    };
    rig().worlds.set('registry', world);
    const waiting = { ...who, at: 1, recorded: 1, act: 'freeze-created', reason: 'x'.repeat(bytes) } as const;
    const registry = await startRegistry(rig(), { audit: { head: null, recorded: 1, pending: [waiting] } });
    const pause = { ...who, lane: 'shop.production', name: 'nightly', act: 'pause' } as const;
    const paused = await said(registry.executeUpdate(actOnSchedule, { args: [pause] }));
    const revoked = await said(registry.executeUpdate(revokeToken, { args: [{ ...who, token: 'ci' }] }));
    const stopped = await said(registry.executeUpdate(switchStop, { args: [{ ...who, on: true }] }));
    expect([paused, revoked, stopped].map(nameOf)).toEqual(answers);
    expect(await said(registry.executeUpdate(switchStop, { args: [{ ...who, on: false }] }))).toBe(
      'audit_behind',
    );
  },
);

/** The code of a refusal, else how it is now. */
function nameOf(answer: { state: string; code?: string } | string): string {
  return typeof answer === 'string' ? answer : (answer.code ?? answer.state);
}
