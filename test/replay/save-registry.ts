import { createToken, revokeToken } from '../../workflows/registry-messages.ts';
import type { TokenRequest } from '../../workflows/registry/token-types.ts';
import type { Rig } from '../workflow/environment.ts';
import { startRegistry } from '../workflow/registry-under-test.ts';

/** Tokens of an earlier run, one that is made, a repeat, and one that ends. */
export async function saveRegistry(rig: Rig): Promise<string> {
  const grants: TokenRequest['grants'] = [{ role: 'operator', lanes: ['shop@*'], breakGlass: true }];
  const kept = { id: 't7', name: 'old', hash: 'h', grants, groups: ['sre'], createdBy: 'ann', createdAt: 1 };
  const act = { number: 7, at: 1, actor: 'ann', act: 'token-created', subject: 'token old', reason: '' };
  const carried = { tokens: [{ ...kept, expiresAt: null, revokedAt: null }], acts: [act] };
  const registry = await startRegistry(rig, carried);
  const who = { actor: 'bob', source: 'cli', reason: 'for CI', key: 'k', bodyHash: 'b' };
  const asked: TokenRequest = { ...who, name: 'ci', hash: 'g', grants, groups: [], expiresAt: null };
  await registry.executeUpdate(createToken, { args: [asked] });
  await registry.executeUpdate(createToken, { args: [asked] });
  await registry.executeUpdate(revokeToken, { args: [{ actor: 'bob', reason: 'lost', token: 'old' }] });
  await registry.terminate();
  return registry.workflowId;
}
