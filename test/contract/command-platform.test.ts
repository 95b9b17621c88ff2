import { afterEach, describe, expect, test } from 'vitest';
import { DefiniteFailure } from '../../providers/definite-failure.ts';
import { createPlatform } from '../../providers/platforms/index.ts';
import type { Platform } from '../../providers/platforms/platform.ts';
import { makeCommandPlatformRig, type CommandPlatformRig } from '../rigs/command-platform.ts';
import { platformContract } from './platform-contract.ts';

const signal = new AbortController().signal;

platformContract('command', () => makeCommandPlatformRig(), { supervised: false });

describe('what a command platform tells', () => {
  let rig: CommandPlatformRig | undefined;
  afterEach(async () => {
    await rig?.stop();
    rig = undefined;
  });

  /** The platform with this `ready`, until the rig ends. */
  async function saying(ready: string, environment: Record<string, string> = {}): Promise<Platform> {
    rig = await makeCommandPlatformRig();
    const { config, lane, context } = rig;
    const change = { ready, environment: { ...config.environment, ...environment } };
    return createPlatform({ ...config, ...change }, lane, context);
  }

  test.each([
    [
      'echo "two are ready"',
      'expected one JSON object on standard output, and nothing else. It printed: two are ready',
    ],
    ['true', 'expected one JSON object on standard output, and nothing else. It printed: nothing'],
    [
      `echo '{"ready": "2", "wanted": 2, "endpoints": [], "version": "v1"}'`,
      /: ready: .*number.* It printed: \{"ready": "2"/,
    ],
    [
      `echo '{"ready": 0, "wanted": 2, "endpoints": []}'`,
      'version: expected the version that is in the slot',
    ],
    [
      `echo '{"ready": 1, "wanted": 1, "endpoints": [], "version": "v1"}'`,
      'endpoints: expected at least one',
    ],
    [
      `echo '{"ready": 1, "wanted": 1, "endpoints": ["10.0.0.7:80"], "version": "v1"}'`,
      'endpoints.0: expected a URL such as',
    ],
    [
      `node -e 'console.log(JSON.stringify({ ready: 1, wanted: 1, version: "v1", endpoints: Array(1001).fill("http://10.0.0.7") }))'`,
      /: endpoints: Too big: expected array to have <=1000 items/,
    ],
    [
      'echo "no cluster" >&2; exit 3',
      'platform.command.ready of checkout.production blue ended with status 3: no cluster',
    ],
    ['exec ./not-there', /ended with status 127: .*not-there/],
  ])('%s', async (ready, message) => {
    const platform = await saying(ready);
    await expect(platform.ready('blue', signal)).rejects.toThrow(message);
  });

  test('an answer without instances is one instance an endpoint, and `ready` knows its slot', async () => {
    const platform = await saying(
      `echo "{\\"ready\\": 3, \\"wanted\\": 4, \\"endpoints\\": [\\"http://$SLUICE_SLOT.{{slot}}\\"], \\"version\\": \\"v1\\"}"`,
    );
    expect(await platform.describe('green', signal)).toEqual({
      ready: 3,
      wanted: 4,
      endpoints: ['http://green.green'],
      version: 'v1',
      instances: [{ id: 'http://green.green', state: 'ready', endpoint: 'http://green.green', detail: '' }],
    });
  });

  test('traffic goes to the endpoints, whatever is said of instances for people', async () => {
    const platform = await saying(
      `echo '{"ready": 2, "wanted": 3, "endpoints": ["http://a", "http://b"], "version": "v1", "instances": [{"id": "c", "state": "starting"}, {"id": "b", "state": "ready", "endpoint": "http://b"}, {"id": "z", "state": "ready", "endpoint": "http://z"}]}'`,
    );
    const { instances } = await platform.describe('green', signal);
    expect(instances.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'c starting',
      'b ready',
      'http://a ready',
    ]);
  });

  test('no secret is in what it says', async () => {
    const platform = await saying('echo "$TOKEN"; echo "$TOKEN" >&2; exit 1', { TOKEN: '${env:HOME}' });
    await expect(platform.ready('blue', signal)).rejects.toThrow(/ended with status 1: \*\*\*\n\*\*\*$/);
  });

  test('a command that fails is told with the end of its output and its log, and is not repeated by itself', async () => {
    rig = await makeCommandPlatformRig({ deploy: 'echo "quota of {{slot}} exceeded"; exit 4' });
    const asked = { version: 'v1', slot: 'blue', release: 'checkout.production.1' } as const;
    const failure = await rig.platform.deploy(asked, signal).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DefiniteFailure);
    expect(String(failure)).toMatch(
      /platform\.command\.deploy, to deploy v1 in blue for checkout\.production\.1, ended with status 4: quota of blue exceeded \(log \S+\/log\)$/,
    );
  });
});
