import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkPaths } from '../../../config/check.ts';
import { loadDefinitions } from '../../../config/load.ts';
import { resolvePlan } from '../../../config/resolve.ts';
import { writeDefinitions } from '../../../examples/demo/rig/definitions.ts';
import { traefikPlaces } from '../../../examples/demo/rig/fronts.ts';
import { temporaryFolder } from '../../rigs/temporary-folder.ts';

const folder = await temporaryFolder('definitions');
afterAll(() => folder.remove());

const examples = fileURLToPath(new URL('../../../examples', import.meta.url));

const combinations = await readdir(join(examples, 'combinations'));

describe('the examples', () => {
  test('are valid as they stand', async () => {
    const { files, problems } = await checkPaths([join(examples, 'services'), join(examples, 'sluice.yaml')]);
    expect(problems).toEqual([]);
    expect(files).toHaveLength(2);
  });

  // They are for the same service, so each is read alone.
  test.each(combinations)('%s is valid as it stands', async (file) => {
    const { problems } = await checkPaths([join(examples, 'combinations', file)]);
    expect(problems).toEqual([]);
  });

  test('are valid as the demo and other rigs change them', async () => {
    await writeDefinitions(folder.path, {
      listen: '127.0.0.1:7611',
      places: traefikPlaces({ watched: '/tmp/dynamic', metrics: 'http://127.0.0.1:9999/metrics' }),
      records: "/tmp/it's here",
      change: [
        [['metrics', 'latency'], undefined],
        [['onBusy'], 'reject'],
      ],
    });
    expect(await readdir(folder.path)).toEqual(expect.arrayContaining(['services', 'sluice.yaml']));
    expect((await checkPaths([folder.path])).problems).toEqual([]);
    const { services } = await loadDefinitions(join(folder.path, 'services'));
    const file = services.get('sample');
    const plan = file === undefined ? undefined : resolvePlan(file, 'demo');
    expect(plan).toMatchObject({
      platform: { environment: { SAMPLE_RECORDS: "/tmp/it's here" } },
      metrics: [{ name: 'errors' }],
      onBusy: 'reject',
    });
  });
});
