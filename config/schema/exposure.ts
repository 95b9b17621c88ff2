/** What the settings have to say before others than this machine can reach the API. */
import { quote } from '../units.ts';
import type { Finding } from '../finding.ts';
import { isLoopback, type ListenAddress } from './listen.ts';

/** The settings that decide about it. */
interface Exposing {
  listen: ListenAddress;
  metrics: { listen?: ListenAddress };
  auth?: object;
  tls?: object;
  trustedProxies?: readonly string[];
}

const LOOPBACK = 'a loopback address: 127.0.0.1, localhost or [::1]';

/** Everything that would let others in unknown, or let tokens be read on their way. */
export function exposureFindings({ listen, metrics, auth, tls, trustedProxies }: Exposing): Finding[] {
  const findings: Finding[] = [];
  const reachable = `${quote(listen.host)} can be reached from other machines`;
  if (!isLoopback(listen.host) && auth === undefined) {
    const message = `${reachable}, and there is no \`auth\`: everybody would be an admin`;
    findings.push({ path: ['listen'], message, expected: `${LOOPBACK}, or \`auth\`` });
  } else if (!isLoopback(listen.host) && tls === undefined && trustedProxies === undefined) {
    const message = `${reachable}, and tokens would pass in plain text`;
    const expected = `\`tls\`, or \`trustedProxies\` that end TLS, or ${LOOPBACK}`;
    findings.push({ path: ['listen'], message, expected });
  }
  if (metrics.listen !== undefined && !isLoopback(metrics.listen.host)) {
    const message = `${quote(metrics.listen.host)} can be reached from other machines, and nobody is asked who they are`;
    findings.push({ path: ['metrics', 'listen'], message, expected: LOOPBACK });
  }
  if (auth === undefined && trustedProxies !== undefined) {
    const message = 'trustedProxies lets others in, and there is no `auth`: everybody would be an admin';
    findings.push({ path: ['trustedProxies'], at: 'key', message, expected: '`auth`, or none of it' });
  }
  return findings;
}
