import { createServer } from 'node:net';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePorts, readRecord, writeRecord } from '../../../../scripts/temporal-postgres/record.ts';
import { temporaryFolder } from '../../../rigs/temporary-folder.ts';

async function takePort(port = 0): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A server has a port.');
  return address.port;
}

test('ports are all different and stay over starts; one that is taken meanwhile is replaced', async () => {
  const ports = await freePorts(undefined, undefined);
  expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length);
  expect(Math.max(...Object.values(ports))).toBeLessThan(2 ** 15);
  expect(await freePorts(ports, undefined)).toEqual(ports);

  await takePort(ports.history);
  const { history, ...others } = await freePorts(ports, undefined);
  expect(history).not.toBe(ports.history);
  expect(ports).toMatchObject(others);
});

test('a port that was asked for and is taken is an error', async () => {
  const taken = await takePort();
  await expect(freePorts(undefined, taken)).rejects.toThrow(
    `Port ${taken} of 127.0.0.1 is taken: end what uses it, or name another by --port.`,
  );
});

test('the record, with its password, is for nobody else to read', async () => {
  const folder = await temporaryFolder('record');
  onTestFinished(() => folder.remove());
  const file = join(folder.path, 'cluster.json');
  expect(await readRecord(file)).toBeUndefined();
  const record = { ports: await freePorts(undefined, undefined), historyShards: 8, password: 'secret' };
  await writeRecord(file, record);
  expect(await readRecord(file)).toEqual(record);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
