/**
 * What keeps a web page from using the API of somebody who may. A page can send requests to loopback, and it can point
 * its own name at 127.0.0.1; it can choose neither the Host nor the Origin that the browser then sends, nor the content
 * type application/json without asking first.
 */
import type { FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.ts';
import { ApiError } from './errors.ts';
import { mediaType } from './problem-reply.ts';

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/i;

/**
 * Refuses a request whose Host is not this API: a loopback name or the address that was connected to, with the port
 * that it listens on, or with `auth` that of `publicUrl`: without, whoever gets through by that name would be an admin.
 * Behind a trusted proxy, the Host is the one that the proxy was asked for.
 */
export function checkHost(
  request: FastifyRequest,
  { listen, auth, publicUrl }: Pick<Settings, 'listen' | 'auth' | 'publicUrl'>,
): void {
  const { host, socket } = request;
  const [, name, port] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  const own = socket.localPort ?? listen.port;
  const rightPort = Number(port ?? (request.protocol === 'https' ? 443 : 80)) === own;
  if (name !== undefined && rightPort && (LOOPBACK.test(name) || isAddress(name, socket.localAddress)))
    return;
  const meant = publicUrl === undefined ? undefined : new URL(publicUrl);
  const isPublic = meant !== undefined && isOrigin(meant, `${meant.protocol}//${host}`);
  if (isPublic && auth !== undefined) return;
  const local = `${request.protocol}://127.0.0.1:${own}`;
  const next = auth === undefined ? local : (publicUrl ?? local);
  const why = isPublic ? ', or add `auth` to its settings, without which it answers to no public name' : '';
  throw new ApiError('host_not_allowed', `Host ${host} is not this API; call it as ${next}${why}`);
}

/** No page can have a name stand for an address that is written out. */
function isAddress(name: string, local: string | undefined): boolean {
  if (local === undefined) return false;
  const address = local.replace(/^::ffff:/, '');
  return name === address || name === `[${address}]`;
}

function isOrigin(meant: URL, asked: string): boolean {
  return URL.parse(asked)?.origin === meant.origin;
}

/**
 * Refuses what a browser sends for a page of another origin. A GET as well: the page could not read its answer, but it
 * could measure a lane's traffic, or hold event streams open. Only a link that a person follows may lead here.
 */
export function checkSite(request: FastifyRequest): void {
  const { origin } = request.headers;
  const followed =
    request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document';
  if (followed && (request.method === 'GET' || request.method === 'HEAD')) return;
  // Another port of the same machine is another origin, though browsers call it the same site.
  const site = request.headers['sec-fetch-site'];
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const own = `${request.protocol}://${request.host}`;
  const foreignOrigin = origin !== undefined && origin !== own;
  if (!foreignSite && !foreignOrigin) return;
  throw new ApiError('cross_site', 'a page of another site sent this; use the command line or a script');
}

/** Refuses a POST that is not declared as JSON, also one without a body. */
export function checkMediaType(request: FastifyRequest): void {
  if (request.method !== 'POST') return;
  const type = request.headers['content-type'] ?? '';
  if (/^application\/json\s*(?:;|$)/i.test(type)) return;
  throw mediaType();
}
