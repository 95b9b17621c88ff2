import { beforeEach, describe, expect, test } from 'vitest';
import type { Slot } from '../../config/plan.ts';
import type { Platform, SlotDescription } from '../../providers/platforms/platform.ts';
import { until } from '../rigs/until.ts';

/** A platform with two instances a slot, which answer `VERSION SLOT` to a GET of their base URL. */
export interface PlatformRig {
  platform: Platform;
  /** A second one for the same lane, as another daemon has it. */
  another(): Platform;
  /** Kills the instance with that id, without the platform being told. */
  kill(id: string): Promise<void>;
  /** Looks after instances until it is stopped, as the daemon does; missing where the platform does so itself. */
  supervise?: () => { stop(): Promise<void> };
  /** A version whose instances never become ready. */
  neverReady: string;
  stop(): Promise<void>;
}

const signal = new AbortController().signal;
const release = 'checkout.production.1';

/** What every platform has to do. `supervised`: Sluice itself starts dead instances again. */
export function platformContract(
  name: string,
  makeRig: () => Promise<PlatformRig>,
  { supervised }: { supervised: boolean },
): void {
  describe(`platform ${name}`, () => {
    let rig: PlatformRig;
    beforeEach(async () => {
      rig = await makeRig();
      return () => rig.stop();
    });

    const deploy = (version: string, slot: Slot, from = release) =>
      rig.platform.deploy({ version, slot, release: from }, signal);
    const allReady = (slot: Slot): Promise<SlotDescription> =>
      until(`${slot} to be ready`, async () => {
        const description = await rig.platform.describe(slot, signal);
        return description.wanted > 0 && description.ready === description.wanted && description;
      });
    const ids = (description: SlotDescription): string[] => description.instances.map(({ id }) => id);

    test('an empty slot wants nothing', async () => {
      expect(await rig.platform.ready('blue', signal)).toEqual({ ready: 0, wanted: 0, endpoints: [] });
      expect((await rig.platform.describe('green', signal)).instances).toEqual([]);
    });

    test('brings a version up, and its endpoints serve it', async () => {
      await deploy('v1', 'green');
      const { endpoints, wanted, version } = await allReady('green');
      expect({ wanted, version, endpoints: endpoints.length }).toEqual({
        wanted: 2,
        version: 'v1',
        endpoints: 2,
      });
      for (const endpoint of endpoints) expect(await (await fetch(endpoint)).text()).toBe('v1 green');
      expect((await rig.platform.ready('blue', signal)).wanted).toBe(0);
    });

    test('finds on a repeated deploy what it did before', async () => {
      await deploy('v1', 'blue');
      const before = ids(await allReady('blue'));
      await deploy('v1', 'blue');
      await rig.another().deploy({ version: 'v1', slot: 'blue', release }, signal);
      expect(ids(await allReady('blue'))).toEqual(before);
    });

    test.each([
      ['another version', 'v2', release],
      ['the same version for another release', 'v1', 'checkout.production.2'],
    ])('empties the slot before it holds %s', async (_, version, from) => {
      await deploy('v1', 'blue');
      await deploy('v1', 'green');
      const [before, other] = [await allReady('blue'), await allReady('green')];
      await deploy(version, 'blue', from);
      const after = await allReady('blue');
      expect(after.version).toBe(version);
      expect(ids(after).filter((id) => ids(before).includes(id))).toEqual([]);
      expect(ids(await allReady('green'))).toEqual(ids(other));
    });

    test('tells a dead instance, and starts it again only on another deploy', async () => {
      await deploy('v1', 'blue');
      const [first, second] = ids(await allReady('blue'));
      await rig.kill(first ?? '');
      const description = await rig.platform.describe('blue', signal);
      expect(description).toMatchObject({ ready: 1, wanted: 2 });
      expect(description.instances.map(({ state }) => state)).toEqual(['dead', 'ready']);
      await deploy('v1', 'blue');
      const after = ids(await allReady('blue'));
      expect(after[1]).toBe(second);
      expect(after[0]).not.toBe(first);
    });

    test('does not take for ready what is only up', async () => {
      await deploy(rig.neverReady, 'green');
      await until('the refusals to be told', async () => {
        const { instances } = await rig.platform.describe('green', signal);
        return instances.every(
          ({ state, detail }) => state === 'starting' && detail.includes('answered 503'),
        );
      });
      expect(await rig.platform.ready('green', signal)).toMatchObject({ ready: 0, wanted: 2, endpoints: [] });
    });

    test.runIf(supervised)(
      'starts dead instances of the kept-alive slot again, where they were, and of the other not',
      async () => {
        await deploy('v1', 'blue');
        await deploy('v2', 'green');
        const [blue, green] = [await allReady('blue'), await allReady('green')];
        await rig.platform.keepAlive('green', signal);
        await rig.platform.keepAlive('blue', signal);
        await rig.platform.keepAlive('blue', signal);
        const supervisors = [rig.supervise?.(), rig.supervise?.()];
        try {
          await rig.kill(ids(green)[0] ?? '');
          for (const id of ids(blue)) await rig.kill(id);
          const after = await until('blue to be back', async () => {
            const found = await rig.platform.describe('blue', signal);
            return found.ready === 2 && found;
          });
          expect(after.endpoints).toEqual(blue.endpoints);
          expect(ids(after).filter((id) => ids(blue).includes(id))).toEqual([]);
          expect((await rig.platform.ready('green', signal)).ready).toBe(1);
        } finally {
          await Promise.all(supervisors.map(async (supervisor) => supervisor?.stop()));
        }
      },
    );

    test('retires a slot for good, also one that is kept alive, and does so once', async () => {
      await deploy('v1', 'blue');
      await deploy('v1', 'green');
      const { endpoints } = await allReady('blue');
      await allReady('green');
      await rig.platform.keepAlive('blue', signal);
      const supervisor = rig.supervise?.();
      try {
        await Promise.all([
          rig.platform.retire('blue', 'v1', signal),
          rig.another().retire('blue', 'v1', signal),
        ]);
        await rig.platform.retire('blue', 'v1', signal);
        for (const endpoint of endpoints) await expect(fetch(endpoint)).rejects.toThrow('fetch failed');
        expect(await rig.platform.ready('blue', signal)).toEqual({ ready: 0, wanted: 0, endpoints: [] });
        expect((await rig.platform.ready('green', signal)).ready).toBe(2);
      } finally {
        await supervisor?.stop();
      }
    });

    test('leaves alone what another version has in the slot by now', async () => {
      await deploy('v2', 'blue');
      await allReady('blue');
      await rig.platform.retire('blue', 'v1', signal);
      expect((await rig.platform.ready('blue', signal)).ready).toBe(2);
    });

    test('cannot keep alive what is not there', async () => {
      await expect(rig.platform.keepAlive('blue', signal)).rejects.toThrow(/Nothing is deployed/);
    });

    test.each(['', 'v1; rm -rf /', '$(id)', "v'1", 'v1\n', '-v1'])(
      'refuses the version %j',
      async (version) => {
        await expect(deploy(version, 'blue')).rejects.toThrow(/cannot be used in a command/);
        expect((await rig.platform.ready('blue', signal)).wanted).toBe(0);
      },
    );

    test('gives back the reason of an aborted signal', async () => {
      await deploy('v1', 'blue');
      await allReady('blue');
      const aborted = AbortSignal.abort(new Error('the act was called off'));
      await expect(rig.platform.ready('blue', aborted)).rejects.toThrow('the act was called off');
      await expect(rig.platform.deploy({ version: 'v2', slot: 'blue', release }, aborted)).rejects.toThrow(
        'the act was called off',
      );
      await expect(rig.platform.retire('blue', 'v1', aborted)).rejects.toThrow('the act was called off');
      expect((await rig.platform.ready('blue', signal)).ready).toBe(2);
    });
  });
}
