import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PrometheusAccess } from '../../config/sources/prometheus/access.ts';
import type { PrometheusQuery } from '../../config/sources/prometheus.ts';
import { createMetricSource } from '../../providers/metrics/index.ts';
import { startExporter } from '../rigs/exporter.ts';
import { findProgram } from '../rigs/program.ts';
import { startPrometheus, type PrometheusRig } from '../rigs/prometheus.ts';
import { makeSelfSigned, type SelfSigned } from '../rigs/self-signed.ts';
import { temporaryFolder } from '../rigs/temporary-folder.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';

const signal = new AbortController().signal;
const environment = { PASSWORD: 'right-password', WRONG: 'wrong-password' };
/** Of the password above, by bcrypt with the least work. */
const passwordHash = '$2b$04$abcdefghijklmnopqrstuuS80hwFD6gSIL20SCUGvmL7S939BjOHW';
const openssl = (): boolean => {
  try {
    return findProgram('openssl', 'SLUICE_OPENSSL') !== '';
  } catch {
    return false;
  }
};

// It asks for a certificate and a password, and answers with 20 samples at most.
describeWith('prometheus', () => {
  describe.skipIf(!openssl())('and openssl, for certificates', () => {
    let prometheus: PrometheusRig;
    let right: Required<Pick<PrometheusAccess, 'basic' | 'tls'>>;

    beforeAll(async () => {
      const folder = await temporaryFolder('certificates');
      const series = Array.from({ length: 21 }, (_, i) => `requests_total{i="${i}"} 1\n`).join('');
      const exporter = await startExporter(() => series);
      const stop = async (): Promise<void> => {
        await Promise.all([prometheus?.stop(), exporter.stop(), folder.remove()]);
      };
      try {
        const [server, client] = await Promise.all([
          makeSelfSigned(folder.path, 'server'),
          makeSelfSigned(folder.path, 'client'),
        ]);
        right = {
          basic: { user: 'sluice', password: '${env:PASSWORD}' },
          tls: {
            ca: `\${file:${server.cert}}`,
            cert: `\${file:${client.cert}}`,
            key: `\${file:${client.key}}`,
          },
        };
        const isUp = async (url: string): Promise<boolean> => {
          const query = queryOf(url, right);
          await sourceOf(query).health(signal);
          return true;
        };
        const config = webConfiguration(server, client);
        prometheus = await startPrometheus([exporter.target], {
          flags: ['--query.max-samples=20'],
          web: { config, isUp },
        });
      } catch (error) {
        await stop();
        throw error;
      }
      return stop;
    });

    const health = (access: PrometheusAccess): Promise<void> =>
      sourceOf(queryOf(prometheus.url, access)).health(signal);

    test('is asked with our certificate and password, and checked by its own', async () => {
      await expect(health(right)).resolves.toBeUndefined();
    });

    test('refuses another password by name of the reference', async () => {
      const basic = { user: 'sluice', password: '${env:WRONG}' };
      await expect(health({ ...right, basic })).rejects.toThrow(
        /refuses us \(401\), who show user sluice with the password \$\{env:WRONG\}, the certificate \$\{file:\S+client\.pem\}: Unauthorized$/,
      );
    });

    test('is not spoken to when nobody vouches for it', async () => {
      const { ca: _, ...tls } = right.tls;
      await expect(health({ ...right, tls })).rejects.toThrow(
        /query failed: self-signed certificate.* does tls\.ca vouch for its certificate/,
      );
    });

    test('ends the connection when we show no certificate', async () => {
      const { ca } = right.tls;
      await expect(health({ ...right, ...(ca === undefined ? {} : { tls: { ca } }) })).rejects.toThrow(
        /query failed: .*(certificate required|ECONNRESET|hang up|bad certificate)/,
      );
    });

    test('says so when a query selects too much', async () => {
      const query = queryOf(prometheus.url, right);
      const read = async (): Promise<unknown> => {
        const to = Date.now();
        return sourceOf(query).counters(query, 'blue', { from: to, to }, signal);
      };
      const refused = await until(
        'the samples to be too many',
        () => read().then(() => undefined, String),
        20_000,
      );
      expect(refused).toMatch(/cannot run the query: .*too many samples.* Does it select too much/);
    });
  });
});

function queryOf(url: string, access: PrometheusAccess): PrometheusQuery {
  const selector = 'requests_total';
  return {
    kind: 'prometheus',
    url,
    series: selector,
    selectors: { blue: selector, green: selector },
    labels: { blue: {}, green: {} },
    interval: 1000,
    access,
  };
}

function sourceOf(query: PrometheusQuery): ReturnType<typeof createMetricSource> {
  return createMetricSource(query, { dataFolder: '', environment, log: pino({ level: 'silent' }) });
}

// JSON is YAML.
function webConfiguration(server: SelfSigned, client: SelfSigned): string {
  return JSON.stringify({
    tls_server_config: {
      cert_file: server.cert,
      key_file: server.key,
      client_auth_type: 'RequireAndVerifyClientCert',
      client_ca_file: client.cert,
    },
    basic_auth_users: { sluice: passwordHash },
  });
}
