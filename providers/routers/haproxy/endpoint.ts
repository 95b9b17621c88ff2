import { isIP } from 'node:net';

/**
 * The address of an instance as the map holds it, `ADDRESS:PORT`; IPv6 in brackets. Throws where HAProxy could not
 * send requests there: it takes an address, not a name, and speaks plain HTTP to an instance that the map names.
 */
export function addressOf(endpoint: string): string {
  const url = URL.parse(endpoint);
  if (url === null || url.protocol !== 'http:' || !isAddress(url.hostname) || url.pathname !== '/') {
    throw new Error(
      `HAProxy cannot be given the instance ${endpoint}: it has to be http://ADDRESS:PORT, with an IP address. ` +
        `Let the platform tell it so, or use "targets: fixed" and name the instances in HAProxy's configuration.`,
    );
  }
  return hostAndPort(url);
}

/** The base URL of an address in the map; undefined for anything that `addressOf` does not write. */
export function endpointOf(address: string): string | undefined {
  const url = URL.parse(`http://${address}`);
  return url !== null && isAddress(url.hostname) && hostAndPort(url) === address
    ? `http://${address}`
    : undefined;
}

function isAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}

function hostAndPort({ hostname, port }: URL): string {
  return `${hostname}:${port === '' ? 80 : port}`;
}
