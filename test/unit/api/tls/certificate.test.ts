import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { once } from 'node:events';
import fastify from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeServer } from '../../../../api/http-server.ts';
import { watchCertificate, type Certificate } from '../../../../api/tls/certificate.ts';
import { makeSelfSigned } from '../../../rigs/self-signed.ts';
import { temporaryFolder, type TemporaryFolder } from '../../../rigs/temporary-folder.ts';
import { until } from '../../../rigs/until.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder('tls');
});
afterEach(async () => folder.remove());

test('the API speaks TLS, takes a new certificate without a restart, and keeps the old one when it is broken', async () => {
  const [one, two] = [await makeSelfSigned(folder.path, 'one'), await makeSelfSigned(folder.path, 'two')];
  const files = { cert: join(folder.path, 'tls.pem'), key: join(folder.path, 'tls.key') };
  const put = async (pair: typeof one): Promise<void> => {
    await copyFile(pair.cert, files.cert);
    await copyFile(pair.key, files.key);
  };
  await put(one);
  const errors: string[] = [];
  const log = fastify().log;
  log.error = (_what: unknown, text?: string) => void errors.push(text ?? '');
  const certificate: Certificate = await watchCertificate(files, log, 20);
  const server = makeServer((_request, response) => response.end('ok'), certificate);
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const shown = async (): Promise<string> => {
      const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      const { subject } = socket.getPeerCertificate();
      socket.destroy();
      return String(subject.CN);
    };
    expect(await shown()).toBe('one');
    await writeFile(files.cert, 'nonsense');
    await until('the broken one to be told', () => errors.length > 0);
    expect(await shown()).toBe('one');
    await put(two);
    await until('the new one to be shown', async () => (await shown()) === 'two');
  } finally {
    certificate.close();
    server.close();
  }
});

test('a certificate that cannot be used is refused at the start', async () => {
  const files = { cert: join(folder.path, 'none.pem'), key: join(folder.path, 'none.key') };
  await expect(watchCertificate(files, fastify().log)).rejects.toThrow('none.pem');
});
