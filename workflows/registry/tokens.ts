/** How the registry makes and ends tokens. */
import type { RegistryState } from '../registry-messages.ts';
import { recordAct } from './record-act.ts';
import type { KeptToken, TokenAnswer, TokenRequest, TokenRevocation } from './token-types.ts';

/** Tokens at once: all of them are read with every look at the registry. */
const MOST_TOKENS = 500;
/** How long one that is in force no more is still shown, in milliseconds. */
const SHOWN_FOR = 30 * 86_400_000;

type Part = Pick<RegistryState, 'tokens' | 'acts' | 'audited'>;

/** Keeps a new token. A name that is in force is refused, as is what would be one too many. */
export function keepToken(state: Part, request: TokenRequest): TokenAnswer {
  const { name, hash, grants, groups, expiresAt, actor } = request;
  const now = Date.now();
  state.tokens = state.tokens.filter((token) => now - (endedAt(token) ?? now) < SHOWN_FOR);
  const same = state.tokens.find((token) => token.name === name && isInForce(token, now));
  if (same !== undefined) {
    const message = `${same.id} is a token of the name ${name} already; revoke it, or take another name`;
    return { state: 'refused', code: 'token_exists', message };
  }
  if (state.tokens.length >= MOST_TOKENS) {
    const message = `there are ${MOST_TOKENS} tokens; revoked and expired ones go after 30 days`;
    return { state: 'refused', code: 'too_many_tokens', message };
  }
  const made = { name, hash, grants, groups, createdBy: actor, createdAt: now, expiresAt, revokedAt: null };
  // The number of the act is never given again, also when its token is long gone.
  const token: KeptToken = { id: `t${(state.acts.at(-1)?.number ?? 0) + 1}`, ...made };
  state.tokens.push(token);
  recordAct(state, request, { act: 'token-created', subject: `token ${name}`, after: shown(token) });
  return { state: 'kept', token };
}

/** Ends a token at once. One that was revoked before stays so, and is answered as it is. */
export function endToken(state: Part, request: TokenRevocation): TokenAnswer {
  const now = Date.now();
  const token =
    state.tokens.find(({ id }) => id === request.token) ??
    state.tokens.find((each) => each.name === request.token && isInForce(each, now));
  if (token === undefined) {
    const message = `there is no token ${request.token}; sluice token list has those that there are`;
    return { state: 'refused', code: 'token_not_found', message };
  }
  if (token.revokedAt !== null) return { state: 'kept', token: { ...token } };
  const before = shown(token);
  token.revokedAt = now;
  const after = shown(token);
  recordAct(state, request, { act: 'token-revoked', subject: `token ${token.name}`, before, after });
  return { state: 'kept', token: { ...token } };
}

function isInForce({ revokedAt, expiresAt }: KeptToken, now: number): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}

function endedAt({ revokedAt, expiresAt }: KeptToken): number | null {
  return revokedAt ?? expiresAt;
}

function shown({ hash: _hash, ...token }: KeptToken): Omit<KeptToken, 'hash'> {
  return token;
}
