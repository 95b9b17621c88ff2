/**
 * How much the registry keeps, in bytes. All of it goes to its next run at once, what is published goes into one memo,
 * and both have to stay below Temporal's 2 MB whatever is asked for: whoever has a role in a single lane may ask.
 * Checked before an update is taken in, so that a refusal leaves no trace in the history.
 */
import { ApplicationFailure } from '@temporalio/workflow';
import { bytesOf } from '../bytes.ts';
import type { RegistryState } from '../registry-messages.ts';
import type { FreezeRequest } from './freeze-types.ts';
import type { GateRequest } from './gate-types.ts';
import { checkHistory } from './history.ts';
import type { TokenRequest } from './token-types.ts';

/**
 * Of the freezes that are not over, those that one principal made: all share one room, and whoever has a role in a
 * single lane may not take it from the others.
 */
const MOST_OF_ONE = { freezes: 50, bytes: 60_000 } as const;

/** The most of each part; together, each with one that is as large as a request may be, they take about 1.5 MB. */
export const MOST_BYTES = {
  tokens: 250_000,
  freezes: 250_000,
  gates: 100_000,
  acts: 150_000,
  /** Of each kind of act. */
  answers: 60_000,
} as const;

/**
 * Of acts that no line of the chain holds yet. What closes something is refused later than the rest, and a token can
 * be revoked when that is. The stop is never refused.
 */
const MOST_UNWRITTEN = { ordinary: 100_000, closing: 175_000, revoking: 250_000 } as const;

type Unwritten = Pick<RegistryState, 'acts' | 'audit' | 'audited'>;

/**
 * Throws `audit_behind` where so many acts wait to be written that one could get lost, and `rate_limited` where the
 * history has no room, which it has for revoking.
 */
export function checkWritten(
  { acts, audit, audited }: Unwritten,
  act: keyof typeof MOST_UNWRITTEN = 'ordinary',
): void {
  if (act !== 'revoking') checkHistory();
  const bytes = bytesOf(audit.pending) + bytesOf(acts.filter(({ number }) => number > audited));
  if (bytes <= MOST_UNWRITTEN[act]) return;
  const next = 'see that the archive can be written, then repeat the request with the same Idempotency-Key';
  throw refusal('audit_behind', `acts of ${bytes} bytes wait to be written to the audit; ${next}`);
}

/** Whether a new token may be made; throws `too_many_tokens` where it has no room, and `audit_behind`. */
export function checkToken(state: Unwritten & Pick<RegistryState, 'tokens'>, added: TokenRequest): void {
  checkWritten(state);
  const next = 'give fewer lanes, by patterns such as shop@*; ended tokens go after 30 days';
  check('too_many_tokens', 'tokens', state.tokens, added, next);
}

/**
 * Whether a new freeze may be made; throws `too_many_freezes` where it has no room, or whoever makes it has none left,
 * and `audit_behind`. Those that are over make room for it.
 */
export function checkFreeze(state: Unwritten & Pick<RegistryState, 'freezes'>, added: FreezeRequest): void {
  checkWritten(state);
  const now = Date.now();
  const standing = state.freezes.filter(({ end }) => end > now);
  const next = 'end one first (sluice freeze end), or be brief';
  check('too_many_freezes', 'freezes', standing, added, next);
  const own = standing.filter(({ createdBy }) => createdBy === added.actor);
  const bytes = bytesOf(own) + bytesOf(added);
  if (own.length < MOST_OF_ONE.freezes && bytes <= MOST_OF_ONE.bytes) return;
  const most = `${MOST_OF_ONE.freezes} freezes and ${MOST_OF_ONE.bytes} bytes are the most that one may have`;
  const found = `with this ${added.actor} would have ${own.length + 1} that are not over, of ${bytes} bytes`;
  throw refusal('too_many_freezes', `${found}; ${most}: ${next}`);
}

/** Whether a gate may be opened or closed; throws `too_many_gates` where one more has no room, and `audit_behind`. */
export function checkGate(state: Unwritten & Pick<RegistryState, 'gates'>, moved: GateRequest): void {
  checkWritten(state, moved.open ? 'ordinary' : 'closing');
  if (!moved.open) return;
  check('too_many_gates', 'gates', state.gates, moved, 'close those that nobody asks any more');
}

function check(
  code: 'too_many_tokens' | 'too_many_freezes' | 'too_many_gates',
  part: keyof typeof MOST_BYTES,
  kept: readonly unknown[],
  added: unknown,
  next: string,
): void {
  const bytes = bytesOf(kept) + bytesOf(added);
  if (bytes <= MOST_BYTES[part]) return;
  throw refusal(code, `with this the ${part} would take ${bytes} bytes of ${MOST_BYTES[part]}; ${next}`);
}

function refusal(code: string, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, code);
}
