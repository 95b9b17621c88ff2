/** Hooks as their senders call them: the settings that take them, what is sent, and its signature. */
import { createHmac } from 'node:crypto';
import { deploymentCreated } from '../../../rigs/github/payloads.ts';

const SECRET = 'hook-secret';

/** What the settings have the secrets from. */
export const hookEnvironment = { SLUICE_TEST_HOOK: SECRET };

/** Lines of the settings. */
export const HOOKS = `
github:
  webhookSecret: \${env:SLUICE_TEST_HOOK}
  start:
    - deployment: { repository: acme/checkout, environment: production, release: checkout@production }
webhooks:
  checkout:
    secret: \${env:SLUICE_TEST_HOOK}
    hmac: { header: X-Signature }
    service: checkout
    environment: production
    version: /tag
    grants: [{ role: operator, lanes: ['checkout@*'] }]
`;

/** What is sent there at this time; undefined where it is no hook. */
export function hookBody(url: string, at: Date): object | undefined {
  if (url === '/v1/hooks/github') return deploymentCreated(at);
  return url.startsWith('/v1/hooks/') ? { tag: 'v2' } : undefined;
}

/** With which headers. */
export function hookHeaders(payload: string): Record<string, string> {
  const signature = createHmac('sha256', SECRET).update(payload).digest('hex');
  return {
    'x-github-event': 'deployment',
    'x-hub-signature-256': `sha256=${signature}`,
    'x-signature': signature,
  };
}
