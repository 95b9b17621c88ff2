/** Who sends a request, by the credential in its header. */
import type { FastifyRequest } from 'fastify';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { tokenFinder, type KnownToken } from './known-tokens.ts';
import { localPrincipal, type LocalToken } from './local-token.ts';
import { jwtVerifier } from './oidc.ts';
import type { Principal } from './principal.ts';
import { hashSecret, isSecret } from './secret.ts';

/** Finds out who sends a request. Throws `unauthenticated`, or that it cannot be known now. */
export type Authenticate = (request: FastifyRequest) => Promise<Principal>;

/** Makes it, for settings with `auth`. */
export function authenticator(
  { client, log }: Pick<ApiContext, 'client' | 'log'>,
  auth: NonNullable<ApiContext['settings']['auth']>,
  local: LocalToken | undefined,
): Authenticate {
  const find = tokenFinder(client);
  const verify = jwtVerifier(auth.issuers, log);
  return async (request) => {
    const credential = passwordOf(request) ?? bearerOf(request);
    if (!isSecret(credential)) return verify(credential);
    const hash = hashSecret(credential);
    const here = local === undefined ? undefined : localPrincipal(local, hash, request);
    if (here !== undefined) return here;
    const token = await find(hash);
    if (token === undefined)
      throw new ApiError('unauthenticated', 'the credential is refused: there is no such token');
    return inForce(token, Date.now());
  };
}

/**
 * The token that came as the password of HTTP Basic (RFC 7617), on routes whose callers can be given a URL and no header:
 * most HTTP clients make this header of `https://anybody:TOKEN@HOST/…`. The name in it counts for nothing.
 */
function passwordOf({ headers, routeOptions }: FastifyRequest): string | undefined {
  if (routeOptions.config.basic !== true) return undefined;
  const [, encoded] = /^Basic +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  if (isSecret(password)) return password;
  throw new ApiError(
    'unauthenticated',
    'nobody says who asks: the password of HTTP Basic has to be an API token of sluice token create',
  );
}

/** RFC 6750, by the header only: what stands in a URL gets into logs. */
function bearerOf({ headers }: FastifyRequest): string {
  const [, credential] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (credential !== undefined) return credential;
  const next =
    'send Authorization: Bearer TOKEN; the command line takes it from --token-file or SLUICE_TOKEN';
  throw new ApiError('unauthenticated', `nobody says who asks; ${next}`);
}

function inForce({ id, name, grants, groups, expiresAt, revokedAt }: KnownToken, now: number): Principal {
  const ended = revokedAt ?? (expiresAt !== null && expiresAt <= now ? expiresAt : null);
  if (ended === null) return { name, kind: 'token', grants, groups };
  const how = revokedAt === null ? 'expired' : 'was revoked';
  const when = new Date(ended).toISOString();
  throw new ApiError(
    'unauthenticated',
    `the credential is refused: the token ${id} (${name}) ${how} at ${when}`,
  );
}
