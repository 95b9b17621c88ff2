/**
 * What keeps a web page from using the API while it has no authentication. A page can send requests to
 * loopback, and it can point its own name at 127.0.0.1; it can choose neither the Host nor the Origin that the
 * browser then sends, nor the content type application/json without asking first.
 */
import type { FastifyRequest } from 'fastify';
import { ApiError } from './errors.ts';
import { mediaType } from './problem-reply.ts';

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/i;

/** Refuses a request whose Host is no loopback name with the port that the API listens on. */
export function checkHost(request: FastifyRequest, listenPort: number): void {
  const host = request.headers.host ?? '';
  const [, name, port] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  const own = request.socket.localPort ?? listenPort;
  if (name !== undefined && LOOPBACK.test(name) && Number(port ?? 80) === own) return;
  throw new ApiError('host_not_allowed', `Host ${host} is not this API; call it as 127.0.0.1:${own}`);
}

/**
 * Refuses what a browser sends for a page of another origin. A GET as well: the page could not read its answer, but it
 * could measure a lane's traffic, or hold event streams open. Only a link that a person follows may lead here.
 */
export function checkSite(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  const followed =
    request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document';
  if (followed && (request.method === 'GET' || request.method === 'HEAD')) return;
  // Another port of the same machine is another origin, though browsers call it the same site.
  const site = request.headers['sec-fetch-site'];
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const foreignOrigin = origin !== undefined && origin !== `http://${host}`;
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
