import axios from 'axios';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  type JWTVerifyGetKey,
  type RemoteJWKSet,
} from 'jose';
import { z } from 'zod';
import type { Issuer } from '../../config/schema/auth.ts';

/** How long an issuer may take to answer, in milliseconds. */
const PATIENCE = 5000;
/** How old keys are before they are fetched again, in milliseconds. */
const FRESH_FOR = 600_000;
/** How long keys that cannot be fetched again still count, in milliseconds. */
const LAST_FOR = 24 * 3_600_000;

/** Of an answer, in bytes. */
const LARGEST = 1_048_576;

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

/**
 * The keys of an issuer: fetched when they are first needed, again after 10 minutes and for a key that is not among
 * them. Where that fails, those of before count for 24 hours more. Throws what went wrong, or jose's errors.
 */
export function issuerKeys({ issuer, jwks }: Issuer): JWTVerifyGetKey {
  let finding: Promise<RemoteJWKSet> | undefined;
  let remote: RemoteJWKSet | undefined;
  let fetchedAt = 0;
  const find = async (): Promise<RemoteJWKSet> => {
    const url = new URL(jwks ?? (await discover(issuer)));
    return createRemoteJWKSet(url, {
      timeoutDuration: PATIENCE,
      cacheMaxAge: FRESH_FOR,
      [customFetch]: async (at) => Response.json(await getJson(at)),
    });
  };
  return async (header, token) => {
    try {
      finding ??= find();
      remote = await finding;
      const key = await remote(header, token);
      if (remote.fresh) fetchedAt = Date.now();
      return key;
    } catch (error) {
      // Where they are is asked again next time.
      if (remote === undefined) finding = undefined;
      const kept = remote?.fresh === false ? remote.jwks() : undefined;
      if (kept === undefined || Date.now() - fetchedAt > FRESH_FOR + LAST_FOR) throw error;
      return createLocalJWKSet(kept)(header, token);
    }
  };
}

/** Where an issuer says that its keys are. */
async function discover(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const said = discovery.parse(await getJson(url));
  if (said.issuer !== issuer) throw new Error(`${url} is of the issuer ${said.issuer}`);
  return said.jwks_uri;
}

async function getJson(url: string): Promise<unknown> {
  const limits = { timeout: PATIENCE, maxRedirects: 0, maxContentLength: LARGEST };
  const { data } = await axios.get<unknown>(url, { ...limits, responseType: 'json', proxy: false });
  return data;
}
