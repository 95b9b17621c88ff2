import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Certificate } from './tls/certificate.ts';

/** Time in which a whole request has to arrive, in milliseconds. */
const REQUEST_TIMEOUT = 10_000;
/** How long a connection may stand idle, in milliseconds: longer than proxies let it. */
const KEEP_ALIVE = 72_000;
/**
 * Connections at once; more are closed as they come. Whoever opens them takes none of the files that the daemon needs
 * for its own work.
 */
const MOST_CONNECTIONS = 2000;

const LIMITS: ServerOptions = {
  requestTimeout: REQUEST_TIMEOUT,
  // Node takes the larger of the two limits for the whole request, so both are set.
  headersTimeout: REQUEST_TIMEOUT,
  connectionsCheckingInterval: 1000,
  keepAliveTimeout: KEEP_ALIVE,
};

/**
 * A server that speaks HTTPS where there is a certificate, which may be replaced while it listens. It has at most `most`
 * connections at once.
 */
export function makeServer(
  listener: RequestListener,
  certificate: Certificate | undefined,
  most = MOST_CONNECTIONS,
): Server {
  const server = certificate === undefined ? createServer(LIMITS, listener) : secure(listener, certificate);
  server.maxConnections = most;
  return server;
}

function secure(listener: RequestListener, certificate: Certificate): Server {
  const server = createTlsServer({ ...LIMITS, ...certificate.read(), minVersion: 'TLSv1.2' }, listener);
  const forget = certificate.onChange((pair) => server.setSecureContext({ ...pair, minVersion: 'TLSv1.2' }));
  server.once('close', forget);
  return server;
}
