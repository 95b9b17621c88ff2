import type { PrometheusAccess } from '../config/sources/prometheus/access.ts';
import type { HttpRequest } from './http-request.ts';
import { mask, resolveSecrets } from './secrets.ts';

/** Who we are in one request. */
export interface Credentials {
  headers: Record<string, string>;
  tls?: NonNullable<HttpRequest['tls']>;
  /** What is shown to the server, for messages: references, never values. */
  described: string;
  /** The text without any secret that was resolved here. */
  masked: (text: string) => string;
}

/**
 * Resolves the secrets of one request. Throws a sentence that names the reference, never a value, when one has
 * no value.
 */
export async function resolveCredentials(
  { bearer, basic, tls, tenant }: PrometheusAccess,
  environment: Record<string, string | undefined>,
): Promise<Credentials> {
  const secrets: string[] = [];
  const of = async (text: string): Promise<string> => {
    const value = await resolveSecrets(text, environment);
    if (value !== text) secrets.push(value);
    return value;
  };
  const headers: Record<string, string> = tenant === undefined ? {} : { 'X-Scope-OrgID': tenant };
  if (bearer !== undefined) headers['Authorization'] = `Bearer ${await of(bearer)}`;
  if (basic !== undefined) {
    const pair = Buffer.from(`${await of(basic.user)}:${await of(basic.password)}`).toString('base64');
    secrets.push(pair);
    headers['Authorization'] = `Basic ${pair}`;
  }
  return {
    headers,
    ...(tls === undefined ? {} : { tls: await resolveTls(tls, of) }),
    described: describe({
      ...(bearer === undefined ? {} : { bearer }),
      ...(basic === undefined ? {} : { basic }),
      ...(tls === undefined ? {} : { tls }),
      ...(tenant === undefined ? {} : { tenant }),
    }),
    masked: (text) => mask(text, secrets),
  };
}

async function resolveTls(
  { ca, cert, key }: NonNullable<PrometheusAccess['tls']>,
  of: (text: string) => Promise<string>,
): Promise<NonNullable<HttpRequest['tls']>> {
  return {
    ...(ca === undefined ? {} : { ca: await of(ca) }),
    ...(cert === undefined ? {} : { cert: await of(cert) }),
    ...(key === undefined ? {} : { key: await of(key) }),
  };
}

function describe({ bearer, basic, tls, tenant }: PrometheusAccess): string {
  const shown = [
    bearer === undefined ? [] : [`the bearer token ${bearer}`],
    basic === undefined ? [] : [`user ${basic.user} with the password ${basic.password}`],
    tls?.cert === undefined ? [] : [`the certificate ${tls.cert}`],
    tenant === undefined ? [] : [`tenant ${tenant}`],
  ].flat();
  return shown.length === 0 ? 'no credential' : shown.join(', ');
}
