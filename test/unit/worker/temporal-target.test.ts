import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { configuredTarget } from '../../../worker/temporal-target.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder('target');
  vi.stubEnv('TEMPORAL_CONFIG_FILE', join(folder.path, 'temporal.toml'));
  vi.stubEnv('TEMPORAL_ADDRESS', undefined);
  vi.stubEnv('TEMPORAL_NAMESPACE', undefined);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await folder.remove();
});

test('nothing configured: no address, so that Temporal is embedded', () => {
  expect(configuredTarget(undefined)).toEqual({ namespace: 'default', credentials: {} });
});

test('address and namespace come from the environment', () => {
  vi.stubEnv('TEMPORAL_ADDRESS', 'temporal.example:7233');
  vi.stubEnv('TEMPORAL_NAMESPACE', 'shop');
  expect(configuredTarget(undefined)).toMatchObject({ address: 'temporal.example:7233', namespace: 'shop' });
});

test('they come from the profile file too, with credentials', async () => {
  const profile = '[profile.default]\naddress = "cloud.example:7233"\napi_key = "secret"\n';
  await writeFile(join(folder.path, 'temporal.toml'), profile);
  expect(configuredTarget(undefined)).toMatchObject({
    address: 'cloud.example:7233',
    credentials: { apiKey: 'secret' },
  });
});

test('the namespace of the settings comes first', () => {
  vi.stubEnv('TEMPORAL_NAMESPACE', 'shop');
  expect(configuredTarget('mine').namespace).toBe('mine');
});

test('a profile file that cannot be read is told with where to look', async () => {
  await writeFile(join(folder.path, 'temporal.toml'), '[profile');
  expect(() => configuredTarget(undefined)).toThrow(/cannot be read.*TEMPORAL_CONFIG_FILE.*Invalid TOML/);
});
