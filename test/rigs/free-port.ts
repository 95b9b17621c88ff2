import { randomInt } from 'node:crypto';
import getPort, { portNumbers } from 'get-port';

// Below the range of outgoing connections and of servers that let the system choose, and apart from the ports of the
// platform's instances: what asks here often listens seconds later, and nothing else takes such a port meanwhile.
const [lowest, highest] = [10_000, 19_999];

/** A loopback port that is free, for a program that has to be told its port. */
export async function freePort(): Promise<number> {
  // Test files run side by side and should not begin at the same port at the same moment.
  const from = randomInt(lowest, highest - 1000);
  return getPort({ host: '127.0.0.1', port: portNumbers(from, highest) });
}
