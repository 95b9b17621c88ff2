import axios from 'axios';
import type { VersionSource } from '../../config/schedules/schedule.ts';
import type { ProviderContext } from '../context.ts';
import { resolveSecrets } from '../secrets.ts';
import { newestOf } from './newest.ts';
import { tokenRealm } from './token-realm.ts';
import type { FoundVersion } from './version-source.ts';

type OciSource = Extract<VersionSource, { kind: 'oci' }>;

const TIMEOUT = 10_000;
const MOST_PAGES = 100;
const LARGEST = 4 * 1024 * 1024;

/**
 * The newest tag of a repository, by the distribution spec: all pages of its list of tags, with a token where the
 * registry asks for one. A registry on loopback is asked by http, any other by https, and so is where it says that its
 * tokens are.
 */
export async function newestImage(
  source: OciSource,
  { environment }: ProviderContext,
  signal: AbortSignal,
): Promise<FoundVersion> {
  const { repository, tags } = source;
  const [host = '', ...rest] = repository.split('/');
  const local = /^(?:localhost|127(?:\.\d+){3})(?::\d+)?$/.test(host);
  const base = `${local ? 'http' : 'https'}://${host === 'docker.io' ? 'registry-1.docker.io' : host}`;
  const login = await loginOf(source, environment);
  const found: string[] = [];
  let url: string | undefined = `${base}/v2/${rest.join('/')}/tags/list?n=1000`;
  let authorization: string | undefined;
  for (let page = 0; url !== undefined; page += 1) {
    if (page >= MOST_PAGES) throw new Error(`${repository} has more than ${MOST_PAGES} pages of tags.`);
    let answer = await get(url, authorization, signal);
    if (answer.status === 401) {
      authorization = await authorize(answer.headers['www-authenticate'], base, login, signal);
      answer = await get(url, authorization, signal);
    }
    if (answer.status !== 200) throw new Error(`GET ${url} was answered with ${answer.status}.`);
    found.push(...tagsIn(answer.body, url));
    const next = /<([^>]+)>\s*;\s*rel="?next"?/.exec(answer.headers['link'] ?? '')?.[1];
    const following: URL | undefined = next === undefined ? undefined : new URL(next, url);
    if (following !== undefined && following.origin !== base) {
      throw new Error(`${base} names a next page at ${following.origin}, which is not asked.`);
    }
    url = following?.href;
  }
  const version = newestOf(found, tags);
  if (version === undefined)
    throw new Error(`${repository} has no tag like ${tags}, among ${found.length} tags.`);
  return { version };
}

interface Answer {
  status: number;
  headers: Record<string, string | undefined>;
  body: unknown;
}

async function get(url: string, authorization: string | undefined, signal: AbortSignal): Promise<Answer> {
  const { status, headers, data } = await axios
    .request<unknown>({
      url,
      headers: { accept: 'application/json', ...(authorization === undefined ? {} : { authorization }) },
      signal,
      timeout: TIMEOUT,
      maxContentLength: LARGEST,
      maxRedirects: 0,
      proxy: false,
      validateStatus: () => true,
    })
    .catch((error: unknown) => {
      throw new Error(`GET ${url} failed: ${axios.isAxiosError(error) ? error.message : String(error)}.`);
    });
  const told: Answer['headers'] = {};
  for (const [name, value] of Object.entries(headers)) told[name] = String(value);
  return { status, headers: told, body: data };
}

/** A token for what a registry asks: https://distribution.github.io/distribution/spec/auth/token/ */
async function authorize(
  asked: string | undefined,
  registry: string,
  basic: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  const [, scheme = '', rest = ''] = /^(\w+)\s*(.*)$/.exec(asked ?? '') ?? [];
  if (scheme.toLowerCase() === 'basic' && basic !== undefined) return basic;
  const said = new Map(
    [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const realm = scheme.toLowerCase() === 'bearer' ? tokenRealm(said.get('realm'), registry) : undefined;
  if (realm === undefined) {
    throw new Error('The registry wants a login: give username and password.');
  }
  for (const name of ['service', 'scope']) {
    const value = said.get(name);
    if (value !== undefined) realm.searchParams.set(name, value);
  }
  const { status, body } = await get(realm.href, basic, signal);
  const given = typeof body === 'object' && body !== null ? body : {};
  const token: unknown =
    'token' in given ? given.token : 'access_token' in given ? given.access_token : undefined;
  if (status !== 200 || typeof token !== 'string') {
    throw new Error(`The registry's tokens at ${realm.origin} were refused with ${status}.`);
  }
  return `Bearer ${token}`;
}

async function loginOf(
  { username, password }: OciSource,
  environment: ProviderContext['environment'],
): Promise<string | undefined> {
  if (username === undefined || password === undefined) return undefined;
  const pair = `${await resolveSecrets(username, environment)}:${await resolveSecrets(password, environment)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

function tagsIn(body: unknown, url: string): string[] {
  const tags: unknown = typeof body === 'object' && body !== null && 'tags' in body ? body.tags : undefined;
  if (tags === null) return [];
  if (Array.isArray(tags) && tags.every((tag): tag is string => typeof tag === 'string')) return tags;
  throw new Error(`GET ${url} was not answered with a list of tags.`);
}
