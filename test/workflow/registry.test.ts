import { expect, test } from 'vitest';
import {
  auditHead,
  createFreeze,
  createToken,
  readState,
  revokeToken,
} from '../../workflows/registry-messages.ts';
import type { TokenRequest } from '../../workflows/registry/token-types.ts';
import { until } from '../rigs/until.ts';
import { useRig } from './environment.ts';
import { continueRegistry, startRegistry } from './registry-under-test.ts';

const rig = useRig();
const hour = 3_600_000;

function request(name: string, more: Partial<TokenRequest> = {}): TokenRequest {
  const grants = [{ role: 'operator', lanes: ['shop@*'] } as const].map((grant) => ({
    ...grant,
    lanes: [...grant.lanes],
  }));
  return {
    actor: 'ann',
    source: 'cli',
    reason: 'for CI',
    name,
    hash: `hash-${name}`,
    grants,
    groups: [],
    expiresAt: null,
    ...more,
  };
}

test('a token is kept by its hash, its name is free again once it has expired, and every act is recorded', async () => {
  const registry = await startRegistry(rig());
  const now = await rig().environment.currentTimeMs();
  const kept = await registry.executeUpdate(createToken, {
    args: [request('ci', { expiresAt: now + hour })],
  });
  expect(kept).toMatchObject({
    state: 'kept',
    token: { id: 't1', name: 'ci', hash: 'hash-ci', createdBy: 'ann' },
  });
  const again = request('ci', { hash: 'other', actor: 'bob' });
  expect(await registry.executeUpdate(createToken, { args: [again] })).toMatchObject({
    code: 'token_exists',
  });
  await rig().skip('2h');
  expect(await registry.executeUpdate(createToken, { args: [again] })).toMatchObject({
    token: { id: 't2', hash: 'other' },
  });
  expect(
    await registry.executeUpdate(revokeToken, { args: [{ actor: 'bob', reason: 'lost', token: 'ci' }] }),
  ).toMatchObject({
    token: { id: 't2', revokedAt: expect.any(Number) },
  });
  expect(
    await registry.executeUpdate(revokeToken, { args: [{ actor: 'bob', reason: '', token: 'ci' }] }),
  ).toMatchObject({
    code: 'token_not_found',
  });
  const { acts } = await registry.query(readState);
  expect(acts).toMatchObject([
    { number: 1, actor: 'ann', source: 'cli', act: 'token-created', subject: 'token ci', reason: 'for CI' },
    { number: 2, actor: 'bob', act: 'token-created' },
    { number: 3, actor: 'bob', act: 'token-revoked', reason: 'lost', before: { revokedAt: null } },
  ]);
  expect(JSON.stringify(acts)).not.toContain('hash');
  await rig().skip('31d');
  await registry.executeUpdate(createToken, { args: [request('new')] });
  expect((await registry.query(readState)).tokens.map(({ id }) => id)).toEqual(['t4']);
});

test('a repeat under the same key makes no other token, and another body is a conflict', async () => {
  const registry = await startRegistry(rig());
  const keyed = request('ci', { key: 'k', bodyHash: 'b' });
  const first = await registry.executeUpdate(createToken, { args: [keyed] });
  expect(await registry.executeUpdate(createToken, { args: [{ ...keyed, hash: 'new' }] })).toEqual(first);
  expect(await registry.executeUpdate(createToken, { args: [{ ...keyed, bodyHash: 'c' }] })).toEqual({
    state: 'conflict',
  });
  expect((await registry.query(readState)).tokens).toHaveLength(1);
});

test('tokens can be read with no worker, also by the run that follows a long history', async () => {
  const kept = {
    id: 't7',
    name: 'old',
    hash: 'h',
    grants: [],
    groups: [],
    createdBy: 'ann',
    createdAt: 1,
    expiresAt: null,
    revokedAt: null,
  };
  const act = {
    number: 7,
    at: 1,
    actor: 'ann',
    act: 'token-created',
    subject: 'token old',
    reason: '',
  } as const;
  const registry = await startRegistry(rig(), { tokens: [kept], acts: [act] });
  const memo = async () => (await registry.describe()).memo?.['tokens'];
  await until('the memo', async () => JSON.stringify(await memo()) === JSON.stringify([kept]));
  await registry.executeUpdate(createToken, { args: [request('ci')] });
  expect(await memo()).toMatchObject([{ id: 't7' }, { id: 't8' }]);
  expect((await registry.query(readState)).acts.map(({ number }) => number)).toEqual([7, 8]);
});

test('what is kept goes on in the run that follows a long history, and so do its numbers and its answers', async () => {
  const registry = await startRegistry(rig());
  const keyed = request('ci', { key: 'k', bodyHash: 'b' });
  const first = await registry.executeUpdate(createToken, { args: [keyed] });
  const who = { actor: 'ann', source: 'cli', reason: 'year end' } as const;
  const freeze = { ...who, lanes: ['shop@*'], owner: 'sre', start: 0, end: 9e12 };
  await registry.executeUpdate(createFreeze, { args: [freeze] });
  await until('two lines', async () => (await registry.query(auditHead))?.number === 2);
  const before = await registry.query(readState);
  await continueRegistry(registry);
  expect(await registry.query(readState)).toEqual(before);
  expect(await registry.executeUpdate(createToken, { args: [{ ...keyed, hash: 'new' }] })).toEqual(first);
  const next = await registry.executeUpdate(createToken, { args: [request('cd')] });
  expect(next).toMatchObject({ state: 'kept', token: { id: 't3' } });
  await until('the third line', async () => (await registry.query(auditHead))?.number === 3);
});
