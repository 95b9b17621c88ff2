/** The example service files that can run here: a short release by each, on the real parts that it names. */
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startLoad } from '../../examples/demo/load/start-load.ts';
import type { Change } from '../../examples/demo/rig/definitions.ts';
import { startTraefikFront } from '../../examples/demo/rig/fronts.ts';
import { startParts, type Parts } from '../../examples/demo/rig/parts.ts';
import { startRigOn } from '../../examples/demo/rig/rig.ts';
import { startRelease } from '../rigs/followed-release.ts';
import { dropsOf } from '../rigs/outside.ts';
import { temporaryFolder } from '../rigs/temporary-folder.ts';
import { describeWith } from '../rigs/test-program.ts';

const combinations = fileURLToPath(new URL('../../examples/combinations', import.meta.url));
const service = fileURLToPath(new URL('../../examples/demo/service/main.ts', import.meta.url));
const timeout = 200_000;

/** The files' own steps take a minute; of these every part of a file is seen at work. */
const short: Change = [
  [
    ['steps'],
    ['deploy', { smoke: { get: '/health' } }, { shift: '50%' }, { bake: { max: '2m' } }, 'cutover', 'retire'],
  ],
];

const state = await temporaryFolder('own-instances');
afterAll(() => state.remove());

// One after the other: each is a daemon, a Temporal, a router and a load, which four at once would starve.
describe('Traefik', () => {
  test('traefik-commands.yaml', { timeout }, async () => {
    await play(async () => {
      const front = await startTraefikFront();
      const environment = { STATE: join(state.path, 'slots'), INSTANCE: service, SAMPLE_RECORDS: state.path };
      const platform: Change = [
        [['platform', 'command', 'directory'], combinations],
        [['platform', 'command', 'environment'], environment],
      ];
      return {
        ...front,
        example: 'combinations/traefik-commands.yaml',
        places: [...front.places, ...platform],
      };
    });
  });

  describeWith('prometheus', () => {
    test('traefik-prometheus.yaml', { timeout }, async () => {
      await play(async () => startParts({ router: 'traefik', metrics: 'prometheus' }));
    });
  });
});

describe('HAProxy', () => {
  describeWith('haproxy', () => {
    test('haproxy-scrape.yaml', { timeout }, async () => {
      await play(async () => startParts({ router: 'haproxy', metrics: 'scrape' }));
    });

    describeWith('prometheus', () => {
      test('haproxy-prometheus.yaml', { timeout }, async () => {
        await play(async () => startParts({ router: 'haproxy', metrics: 'prometheus' }));
      });
    });
  });
});

/** A first release, and one that is proven safe by the metric source, under load: nothing is dropped. */
async function play(start: () => Promise<Parts>): Promise<void> {
  const rig = await startRigOn(start, short);
  try {
    const { api } = rig.daemon;
    const first = await startRelease(api, 'v1');
    expect(await first.ends()).toMatchObject({ outcome: 'completed' });
    await first.stop();
    const url = `${rig.parts.entry}/`;
    const load = await startLoad({ url, rate: 200, slowerThan: 100, environment: rig.environment });
    try {
      const from = Date.now();
      const second = await startRelease(api, 'v2');
      const { outcome, sentence } = await second.ends(170_000);
      expect({ outcome, sentence }).toMatchObject({ outcome: 'completed' });
      await second.stop();
      expect(await dropsOf(load, from, Date.now())).toEqual({});
    } finally {
      await load.stop();
    }
  } finally {
    await rig.stop();
  }
}
