import { createClient } from '../../api/client.ts';
import { bad, slowBound, usual } from './service/behaviour.ts';
import { startLoad, type Load } from './load/start-load.ts';
import type { Act, Played } from './outcome.ts';
import { playRelease } from './play.ts';
import type { Parts } from './rig/parts.ts';
import type { RigOn } from './rig/rig.ts';

/** Requests a second: much less than two busy cores can serve, and enough for a verdict within seconds. */
const rate = 200;

const acts: Act[] = [
  { version: 'v2', expected: 'completed', kill: false, intent: 'v2 is as good as v1' },
  {
    version: 'v3-bad',
    expected: 'reverted',
    kill: false,
    intent: `v3-bad fails ${percent(bad.errors)} of requests and is slow for ${percent(bad.slow)}`,
  },
  {
    version: 'v4',
    expected: 'completed',
    kill: true,
    intent: 'v4 is as good as v2; the daemon will be killed on the way',
  },
];

/** Brings v1 up on an empty lane, then plays three releases under load, which goes on until `afterwards` is over. */
export async function playStory(
  rig: RigOn<Parts>,
  print: (line: string) => void,
  afterwards: (played: Played[]) => Promise<void>,
): Promise<void> {
  const began = Date.now();
  await bringUpFirst(rig);
  print(`v1 serves from its first release (${((Date.now() - began) / 1000).toFixed(1)} s).`);
  const load = await startLoad({
    url: `${rig.parts.entry}/`,
    rate,
    slowerThan: slowBound,
    environment: rig.environment,
  });
  print(
    `Load: ${rate} requests a second, half on new connections, none sent twice. A good version fails ` +
      `${percent(usual.errors)} and takes over ${slowBound} ms for ${percent(usual.slow)}.`,
  );
  print(
    'Each request draws its fate alone, which allows blocks of 1 or 2 s and burst divisor 1: leave the defaults for yours.',
  );
  try {
    await afterwards(await playAll(rig, load, print));
  } finally {
    await load.stop();
  }
}

async function playAll(rig: RigOn<Parts>, load: Load, print: (line: string) => void): Promise<Played[]> {
  const played: Played[] = [];
  for (const act of acts) {
    const began = Date.now();
    const tell = (line: string): void => {
      print(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
    };
    print('');
    played.push(await playRelease({ rig, load, tell }, act));
  }
  return played;
}

async function bringUpFirst(rig: RigOn<Parts>): Promise<void> {
  const client = createClient(rig.daemon.api, 'demo');
  const { id } = await client.submit({ service: 'sample', environment: 'demo', version: 'v1' });
  for await (const followed of client.follow(id ?? '', AbortSignal.timeout(60_000))) {
    if (followed.kind === 'status' && followed.view.outcome === 'completed') return;
  }
  throw new Error(`The first release did not complete. The daemon logged:\n${await rig.daemon.tail()}`);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
