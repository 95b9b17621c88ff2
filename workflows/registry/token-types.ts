/** API tokens as the registry keeps them. The token itself never gets here. */
import type { Grant } from '../../config/grants.ts';
import type { Act } from '../messages.ts';

/** One token, by the hash that it is found by. */
export interface KeptToken {
  /** `t1`, `t2` and so on; never given twice. */
  id: string;
  /** The principal that it makes; no two tokens that are in force have one name. */
  name: string;
  /** SHA-256 of the token, in hex. */
  hash: string;
  grants: Grant[];
  groups: string[];
  createdBy: string;
  /** Milliseconds since the epoch, as are the others. */
  createdAt: number;
  /** Null: it never does. */
  expiresAt: number | null;
  revokedAt: number | null;
}

/** Asks for a token. */
export interface TokenRequest extends Act {
  name: string;
  hash: string;
  grants: Grant[];
  groups: string[];
  expiresAt: number | null;
}

/** Ends a token, by its id, or by its name where one of that name is in force. */
export interface TokenRevocation extends Act {
  token: string;
}

/** The answer to both: the token as it is kept, or why not. */
export type TokenAnswer =
  | { state: 'kept'; token: KeptToken }
  | { state: 'refused'; code: 'token_exists' | 'token_not_found' | 'too_many_tokens'; message: string };
