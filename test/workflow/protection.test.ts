import { ApplicationFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import { useRig } from './environment.ts';
import { gate } from './plans.ts';
import { playProtection, protectionInput } from './protection-under-test.ts';
import { emptyWorld } from './world.ts';

const rig = useRig();
const gates = gate.kind === 'gate' ? [gate.gate] : [];
const completed = 'checkout.staging';

test('waits until nothing is missing, says what for, and approves', async () => {
  const world = emptyWorld();
  const missing = ['v2 still runs in staging'];
  world.missing = () => [...missing];
  const status = await playProtection(rig(), world, protectionInput({ completed }), async (waiting) => {
    await waiting.untilTold(1);
    expect(await waiting.status()).toMatchObject({ state: 'waiting', sentence: 'v2 still runs in staging' });
    missing.pop();
    await rig().skip('1m');
  });
  expect(status).toMatchObject({ state: 'approved' });
  const where = { repository: 'acme/checkout', environment: 'production', run: '9001' };
  expect(world.answered).toEqual([
    { ...where, comment: 'Sluice waits: v2 still runs in staging' },
    { ...where, state: 'approved', comment: 'Sluice: everything that is asked for is there' },
  ]);
});

test('counts people once, and not the one who asks', async () => {
  const status = await playProtection(
    rig(),
    emptyWorld(),
    protectionInput({ approvals: 2 }),
    async (waiting) => {
      expect(await waiting.refused('approve', 'ann')).toBe('approval_by_author');
      await waiting.act('approve', 'bob', { key: 'k', bodyHash: 'b' });
      await waiting.act('approve', 'bob', { key: 'k', bodyHash: 'b' });
      expect(await waiting.refused('approve', 'bob')).toBe('act_not_possible');
      expect(await waiting.refused('approve', 'cid', { key: 'k', bodyHash: 'c' })).toBe(
        'idempotency_key_reused',
      );
      expect((await waiting.status()).approvals).toHaveLength(1);
      await waiting.act('approve', 'cid');
    },
  );
  expect(status).toMatchObject({ state: 'approved', approvals: [{ actor: 'bob' }, { actor: 'cid' }] });
});

test('is rejected by a person with a reason, also where nobody was asked', async () => {
  const world = emptyWorld();
  world.missing = () => ['not yet'];
  const status = await playProtection(rig(), world, protectionInput({ completed }), async (waiting) => {
    expect(await waiting.refused('approve', 'bob')).toBe('act_not_possible');
    expect(await waiting.refused('reject', 'bob')).toBe('reason_required');
    await waiting.act('reject', 'bob', { reason: 'an incident' });
  });
  expect(status).toMatchObject({ state: 'rejected', sentence: 'rejected by bob: an incident' });
});

test('is rejected at its deadline with what was missing', async () => {
  const world = emptyWorld();
  world.missing = () => ['not yet'];
  // It looks every 30 s, so an hour would take a busy machine longer than it may.
  const input = { ...protectionInput({ completed }), patience: 300_000 };
  const status = await playProtection(rig(), world, input, async (waiting) => {
    await waiting.untilTold(1);
    await rig().skip('6m');
  });
  expect(status).toMatchObject({ state: 'rejected', sentence: 'not there in time: not yet' });
  expect(world.answered).toHaveLength(2);
});

test('is rejected at once where there is no rule, and where a gate fails', async () => {
  const refused = await playProtection(rig(), emptyWorld(), {
    ...protectionInput(),
    refused: 'there is no rule',
  });
  expect(refused).toMatchObject({ state: 'rejected', sentence: 'there is no rule' });
  const world = emptyWorld();
  world.gates = () => ({ outcome: 'fail', summary: '3 critical findings' });
  const failed = await playProtection(rig(), world, protectionInput({ gates, approvals: 1 }));
  expect(failed).toMatchObject({ state: 'rejected', sentence: 'gate 1: fail: 3 critical findings' });
});

test('a gate that cannot say is asked again after 5 minutes', async () => {
  const world = emptyWorld();
  const outcomes = ['inconclusive', 'pass'] as const;
  world.gates = ({ attempt, revision }) => {
    expect(revision).toMatch(/^4f2c1e0d/);
    return { outcome: outcomes[attempt - 1] ?? 'fail', summary: 'no report yet' };
  };
  const status = await playProtection(rig(), world, protectionInput({ gates }), async (waiting) => {
    await waiting.untilTold(1);
    await rig().skip('6m');
  });
  expect([status.state, world.did.length]).toEqual(['approved', 2]);
});

test('a freeze that begins while its gates are asked counts', async () => {
  const world = emptyWorld();
  let frozen = false;
  world.gates = () => {
    frozen = true;
    return { outcome: 'pass', summary: 'nothing was found' };
  };
  world.missing = () => (frozen ? ['frozen by an incident'] : []);
  const status = await playProtection(
    rig(),
    world,
    protectionInput({ notFrozen: true, gates }),
    async (waiting) => {
      await waiting.untilTold(1);
      expect((await waiting.status()).state).toBe('waiting');
      frozen = false;
      await rig().skip('6m');
    },
  );
  expect(status.state).toBe('approved');
});

test('its answer is tried again for hours, and given up where GitHub takes none any more', async () => {
  const world = emptyWorld();
  let tries = 0;
  world.replies = () => {
    tries += 1;
    if (tries < 12) throw new Error('GitHub answered 502');
  };
  const late = await playProtection(rig(), world, protectionInput(), async () => rig().skip('3h'));
  expect([late.state, tries]).toEqual(['approved', 12]);

  const gone = emptyWorld();
  gone.replies = () => {
    throw ApplicationFailure.nonRetryable('GitHub answered 422', 'definite');
  };
  const status = await playProtection(rig(), gone, protectionInput());
  expect(status.state).toBe('withdrawn');
  expect(status.sentence).toContain('GitHub answered 422');
});
