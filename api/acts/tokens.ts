/** Making and ending API tokens, by admins of every lane. The token itself never leaves this process but to who asked. */
import type { z } from 'zod';
import { createToken, revokeToken } from '../../workflows/registry-messages.ts';
import type { KeptToken, TokenAnswer } from '../../workflows/registry/token-types.ts';
import { hashSecret, makeSecret } from '../auth/secret.ts';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { askRegistry } from '../registry/ask-registry.ts';
import type { optionalReasonBody } from '../wire/reason-body.ts';
import type { tokenBody, TokenMade, TokenView } from '../wire/token.ts';
import { allowedEverywhere } from './allowed.ts';

/** Makes a token; a repeat under the same key makes no other one, and does not show it again. */
export async function makeToken(
  context: ApiContext,
  caller: Caller,
  { expiresIn, reason, ...said }: z.output<typeof tokenBody>,
): Promise<TokenMade> {
  const act = allowedEverywhere(caller, 'admin', reason);
  const secret = makeSecret();
  const hash = hashSecret(secret);
  const expiresAt = expiresIn === null ? null : Date.now() + expiresIn;
  const kept = keptOf(await askRegistry(context, createToken, { ...said, ...act, hash, expiresAt }));
  return { ...toTokenView(kept, Date.now()), secret: kept.hash === hash ? secret : null };
}

/** Ends a token, by its id or by the name of one that is in force. */
export async function endToken(
  context: ApiContext,
  caller: Caller,
  token: string,
  { reason }: z.output<typeof optionalReasonBody>,
): Promise<TokenView> {
  const act = allowedEverywhere(caller, 'admin', reason);
  return toTokenView(keptOf(await askRegistry(context, revokeToken, { ...act, token })), Date.now());
}

/** A token as it is shown. */
export function toTokenView({ hash: _hash, ...token }: KeptToken, now: number): TokenView {
  const { expiresAt, revokedAt } = token;
  if (revokedAt !== null) return { ...token, state: 'revoked' };
  return { ...token, state: expiresAt !== null && expiresAt <= now ? 'expired' : 'active' };
}

function keptOf(answer: TokenAnswer): KeptToken {
  if (answer.state === 'kept') return answer.token;
  throw new ApiError(answer.code, answer.message);
}
