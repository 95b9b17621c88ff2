import { auditHead, createFreeze, createToken, revokeToken } from '../../../workflows/registry-messages.ts';
import type { TokenRequest } from '../../../workflows/registry/token-types.ts';
import { until } from '../../rigs/until.ts';
import type { Rig } from '../../workflow/environment.ts';
import { continueRegistry, startRegistry } from '../../workflow/registry-under-test.ts';
import type { Scenarios } from './scenario.ts';

/** Tokens of an earlier run, one that is made, a repeat, and one that ends. */
async function playTokens(rig: Rig): Promise<string> {
  const grants: TokenRequest['grants'] = [{ role: 'operator', lanes: ['shop@*'], breakGlass: true }];
  const kept = { id: 't7', name: 'old', hash: 'h', grants, groups: ['sre'], createdBy: 'ann', createdAt: 1 };
  const act = {
    number: 7,
    at: 1,
    actor: 'ann',
    act: 'token-created',
    subject: 'token old',
    reason: '',
  } as const;
  const carried = { tokens: [{ ...kept, expiresAt: null, revokedAt: null }], acts: [act] };
  const registry = await startRegistry(rig, carried);
  const who = { actor: 'bob', source: 'cli', reason: 'for CI', key: 'k', bodyHash: 'b' } as const;
  const asked: TokenRequest = { ...who, name: 'ci', hash: 'g', grants, groups: [], expiresAt: null };
  await registry.executeUpdate(createToken, { args: [asked] });
  await registry.executeUpdate(createToken, { args: [asked] });
  await registry.executeUpdate(revokeToken, { args: [{ actor: 'bob', reason: 'lost', token: 'old' }] });
  await registry.terminate();
  return registry.workflowId;
}

/** The run that follows a long one, which goes on with what the first has kept. */
async function playContinued(rig: Rig): Promise<string> {
  const registry = await startRegistry(rig);
  const who = { actor: 'ann', source: 'cli', reason: 'year end' } as const;
  const asked: TokenRequest = { ...who, name: 'ci', hash: 'g', grants: [], groups: [], expiresAt: null };
  await registry.executeUpdate(createToken, { args: [{ ...asked, key: 'k', bodyHash: 'b' }] });
  const freeze = { ...who, lanes: ['shop@*'], owner: 'sre', start: 0, end: 9e12 };
  await registry.executeUpdate(createFreeze, { args: [freeze] });
  await continueRegistry(registry);
  await registry.executeUpdate(createToken, { args: [{ ...asked, key: 'k', bodyHash: 'b' }] });
  await registry.executeUpdate(revokeToken, { args: [{ ...who, token: 'ci' }] });
  await until('its line', async () => (await registry.query(auditHead))?.number === 3);
  await registry.terminate();
  return registry.workflowId;
}

/** An answer that has to go for the next one, and acts that are more than is written at once. */
async function playFull(rig: Rig): Promise<string> {
  const who = { actor: 'ann', source: 'cli', reason: 'year end' } as const;
  const answer = { state: 'refused', code: 'freeze_over', message: 'x'.repeat(59_900) } as const;
  const acts = (['freeze-created', 'freeze-ended'] as const).map((act) => {
    return { at: 1, recorded: 1, act, ...who, reason: 'x'.repeat(27_000) };
  });
  const registry = await startRegistry(rig, {
    freezeAnswers: { old: { bodyHash: 'b', at: Date.now(), answer } },
    audit: { head: null, recorded: 1, pending: acts },
  });
  const freeze = { ...who, lanes: ['shop@*'], owner: 'sre', start: 0, end: 9e12, key: 'k', bodyHash: 'b' };
  await registry.executeUpdate(createFreeze, { args: [freeze] });
  await until('its line', async () => (await registry.query(auditHead))?.number === 3);
  await registry.terminate();
  return registry.workflowId;
}

/** What the registry keeps, beside schedules. */
export const registryScenarios: Scenarios = {
  'registry-tokens': playTokens,
  'registry-continued-as-new': playContinued,
  'registry-full': playFull,
};
