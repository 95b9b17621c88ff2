/** OpenID Connect: who a JWT of a known issuer stands for. */
import { decodeJwt, errors as jose, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { FastifyBaseLogger } from 'fastify';
import type { Issuer } from '../../config/schema/auth.ts';
import { ApiError } from '../errors.ts';
import { principalOf } from './claims.ts';
import { issuerKeys } from './issuer-keys.ts';
import type { Principal } from './principal.ts';

/** A JWT that is longer is not looked at, in characters. */
const LONGEST = 16_384;

/** jose's codes for keys that cannot be had, which say nothing of the JWT. */
const OF_THE_KEYS = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']);

/** Finds out who shows a JWT. Throws `unauthenticated`, and `issuer_unavailable` where its keys cannot be had. */
export type VerifyJwt = (jwt: string) => Promise<Principal>;

/** Makes it for the issuers of the settings. Keys are fetched when the first JWT of an issuer comes. */
export function jwtVerifier(issuers: readonly Issuer[], log: FastifyBaseLogger): VerifyJwt {
  const known = new Map(issuers.map((issuer) => [issuer.issuer, { issuer, keys: issuerKeys(issuer) }]));
  return async (jwt) => {
    const found = known.get(issuerOf(jwt));
    if (found === undefined) throw refused('it is of no issuer of the settings');
    const claims = await verify(jwt, found.issuer, found.keys, log);
    const principal = principalOf(found.issuer, claims);
    if ('refused' in principal) throw refused(principal.refused);
    return principal;
  };
}

/** The issuer that it claims, which only says by whose keys it has to be proven. */
function issuerOf(jwt: string): string {
  if (jwt.length > LONGEST) throw refused('it is too long');
  try {
    return decodeJwt(jwt).iss ?? '';
  } catch {
    throw refused('it is neither an API token nor a JWT');
  }
}

async function verify(
  jwt: string,
  { name, issuer, audience, algorithms, clockTolerance }: Issuer,
  keys: JWTVerifyGetKey,
  log: FastifyBaseLogger,
): Promise<Record<string, unknown>> {
  try {
    const clock = { clockTolerance: clockTolerance / 1000, requiredClaims: ['exp'] };
    const { payload } = await jwtVerify(jwt, keys, { issuer, audience, algorithms, ...clock });
    return payload;
  } catch (error) {
    if (error instanceof jose.JOSEError && !OF_THE_KEYS.has(error.code)) throw refused(whyNot(error));
    log.error({ err: error, issuer: name }, 'the keys of an issuer cannot be had');
    const next = 'tokens of sluice token work meanwhile';
    throw new ApiError('issuer_unavailable', `the keys of the issuer ${name} cannot be had; ${next}`);
  }
}

function whyNot(error: InstanceType<typeof jose.JOSEError>): string {
  if (error instanceof jose.JWTExpired) return 'it has expired';
  if (error instanceof jose.JWTClaimValidationFailed)
    return `its claim ${error.claim} is not as it has to be`;
  if (error instanceof jose.JWKSNoMatchingKey) return 'its issuer has no such key';
  if (error instanceof jose.JOSEAlgNotAllowed) return 'its algorithm is not taken';
  return 'its signature is not right';
}

function refused(why: string): ApiError {
  return new ApiError('unauthenticated', `the credential is refused: ${why}`);
}
