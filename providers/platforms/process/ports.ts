import { randomInt } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import getPort, { portNumbers } from 'get-port';
import { readDeployment } from './deployment.ts';
import { instancesFolder } from './layout.ts';

// Below the ranges from which systems take the ports of outgoing connections, so that an instance which ends
// finds its port free when it is started again.
const [lowest, highest] = [20_000, 29_999];

/** Picks free loopback ports that no recorded deployment holds, also not one whose instances are down. */
export async function pickPorts(count: number, dataFolder: string): Promise<number[]> {
  const taken = await recordedPorts(dataFolder);
  const picked: number[] = [];
  while (picked.length < count) {
    // Two data folders on one machine should not begin at the same port at the same moment.
    const from = randomInt(lowest, highest - 1000);
    const port = await getPort({
      host: '127.0.0.1',
      port: portNumbers(from, highest),
      exclude: [...taken, ...picked],
    });
    picked.push(port);
  }
  return picked;
}

async function recordedPorts(dataFolder: string): Promise<number[]> {
  const root = instancesFolder(dataFolder);
  const ports: number[] = [];
  for (const lane of await readdir(root).catch(() => [])) {
    for (const slot of ['blue', 'green']) {
      const record = await readDeployment(join(root, lane, slot, 'current')).catch(() => undefined);
      ports.push(...(record?.ports ?? []));
    }
  }
  return ports;
}
