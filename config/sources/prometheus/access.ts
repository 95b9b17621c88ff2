/** How a Prometheus is reached: who we are to it. Secrets stay references. */
import { resolve } from 'node:path';
import type { z } from 'zod';
import type { Finding } from '../../finding.ts';
import { referenceText, secret } from '../../schema/addresses.ts';
import { words } from '../../schema/leaf.ts';
import { mapping } from '../../schema/mapping.ts';
import { withAbsoluteFiles } from '../../secrets.ts';

/** Who we are to a Prometheus. Every value may hold references to secrets. */
export interface PrometheusAccess {
  /** A token for `Authorization: Bearer`. */
  bearer?: string;
  basic?: { user: string; password: string };
  /** PEM: the authority of the server's certificate, and a certificate of our own with its key. */
  tls?: { ca?: string; cert?: string; key?: string };
  /** `X-Scope-OrgID`, which Mimir, Thanos and Loki tell tenants by. */
  tenant?: string;
}

/** The keys of a mapping that say who we are. */
export const accessKeys = {
  bearer: secret('A token, sent as `Authorization: Bearer`.').exactOptional(),
  basic: mapping({
    user: referenceText('The user.'),
    password: secret('The password.'),
  })
    .exactOptional()
    .meta({ description: 'User and password, sent as `Authorization: Basic`.' }),
  tls: mapping({
    ca: secret("PEM of the authority of the server's certificate. Default: those of Node.").exactOptional(),
    cert: secret('PEM of our own certificate.').exactOptional(),
    key: secret('PEM of its key.').exactOptional(),
  })
    .exactOptional()
    .meta({ description: 'Certificates, for an https URL.' }),
  tenant: words('the name of a tenant', 'The tenant, sent as X-Scope-OrgID.').exactOptional(),
};

type Written = { url: string } & { [Key in keyof typeof accessKeys]?: z.output<(typeof accessKeys)[Key]> };

/** What is wrong with who we say we are. */
export function accessFindings({ url, bearer, basic, tls }: Written): Finding[] {
  const findings: Finding[] = [];
  if (bearer !== undefined && basic !== undefined) {
    const message = 'bearer and basic are both sent as Authorization';
    findings.push({ path: ['basic'], at: 'key', message, expected: 'one of the two' });
  }
  if (tls === undefined) return findings;
  if (!url.startsWith('https:')) {
    const message = 'the URL is http, so no certificate is shown or checked';
    findings.push({ path: ['tls'], at: 'key', message, expected: 'an https URL' });
  }
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    const [has, lacks] = tls.cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
    const message = `${has} is given without ${lacks}`;
    findings.push({ path: ['tls'], at: 'key', message, expected: 'cert and key together' });
  }
  return findings;
}

/** The same for a plan, with the paths of files made absolute. */
export function resolveAccess({ bearer, basic, tls, tenant }: Written, folder: string): PrometheusAccess {
  const absolute = (text: string): string => withAbsoluteFiles(text, (path) => resolve(folder, path));
  return {
    ...(bearer === undefined ? {} : { bearer: absolute(bearer) }),
    ...(basic === undefined
      ? {}
      : { basic: { user: absolute(basic.user), password: absolute(basic.password) } }),
    ...(tls === undefined
      ? {}
      : {
          tls: {
            ...(tls.ca === undefined ? {} : { ca: absolute(tls.ca) }),
            ...(tls.cert === undefined ? {} : { cert: absolute(tls.cert) }),
            ...(tls.key === undefined ? {} : { key: absolute(tls.key) }),
          },
        }),
    ...(tenant === undefined ? {} : { tenant }),
  };
}
