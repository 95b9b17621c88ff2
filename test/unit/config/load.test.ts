import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkPaths } from '../../../config/check.ts';
import { loadDefinitions, loadDefinitionsFor, loadServiceFile, loadSettings } from '../../../config/load.ts';
import { formatProblems } from '../../../config/problem.ts';
import { defaultSettings } from '../../../config/settings.ts';
import { EXAMPLE } from './example.ts';

const run = promisify(execFile);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-config-'));
});

afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

describe('definitions', () => {
  test('come from the YAML files directly in the folder', async () => {
    await put('checkout.yaml', EXAMPLE);
    await put('search.yml', example('search'));
    await put('.hidden.yaml', 'nonsense');
    await put('notes.txt', 'nonsense');
    await mkdir(join(folder, 'dynamic'));
    await put('dynamic/checkout.yaml', 'http: {}');
    const { services, problems } = await loadDefinitions(folder);
    expect([...services.keys()]).toEqual(['checkout', 'search']);
    expect(problems).toEqual([]);
  });

  test('are read whole by a process that may open few files, also when many ask at once', async () => {
    for (let number = 0; number < 400; number += 1) await put(`s${number}.yaml`, example(`s${number}`));
    const script = `import { loadDefinitions } from '${new URL('../../../config/load.ts', import.meta.url).href}';
      const all = await Promise.all(Array.from({ length: 8 }, () => loadDefinitions(process.argv[1])));
      console.log(JSON.stringify(all.map(({ services, problems }) => [services.size, problems.length])));`;
    const command = 'ulimit -n 150 && exec "$0" --input-type=module --eval "$1" "$2"';
    const { stdout } = await run('sh', ['-c', command, process.execPath, script, folder]);
    expect(JSON.parse(stdout)).toEqual(Array.from({ length: 8 }, () => [400, 0]));
  });

  test('a file that was changed, or is gone, is known by no earlier reading', async () => {
    await put('checkout.yaml', EXAMPLE);
    const seen = async (): Promise<string[]> => [...(await loadDefinitions(folder)).services.keys()];
    expect(await seen()).toEqual(['checkout']);
    await put('checkout.yaml', EXAMPLE.replace('checkout', 'purchase'));
    expect(await seen()).toEqual(['purchase']);
    await put('checkout.yaml', EXAMPLE.replace('checkout', 'checking'));
    expect(await seen()).toEqual(['checking']);
    await rm(join(folder, 'checkout.yaml'));
    expect(await seen()).toEqual([]);
  });

  test('for one service its own file is read as it is now, and the others within a second', async () => {
    await put('checkout.yaml', EXAMPLE);
    await put('search.yaml', example('search'));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 });
    const read = async () => loadDefinitionsFor(folder, 'checkout');
    const first = await read();
    expect([...first.services.keys()]).toEqual(['checkout', 'search']);

    vi.setSystemTime(Date.now() + 900);
    await put('search.yaml', EXAMPLE);
    expect(await read(), 'nothing but its own file is looked at').toBe(first);
    vi.setSystemTime(Date.now() + 100);
    expect((await read()).problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('the service checkout is already in'),
    ]);

    await put('search.yaml', example('search'));
    const again = await read();
    expect(again.problems).toEqual([]);
    await put('checkout.yaml', EXAMPLE.replace('production', 'staging'));
    expect(Object.keys((await read()).services.get('checkout')?.environments ?? {})).toEqual(['staging']);
    await rm(join(folder, 'checkout.yaml'));
    expect([...(await read()).services.keys()]).toEqual(['search']);
    await put('checkout.yaml', EXAMPLE);
    expect([...(await read()).services.keys()]).toEqual(['checkout', 'search']);
  });

  test('a broken file takes nothing from the others', async () => {
    await put('checkout.yaml', EXAMPLE);
    await put('search.yaml', example('search').replace('retire', 'retyre'));
    const { services, problems } = await loadDefinitions(folder);
    expect([...services.keys()]).toEqual(['checkout']);
    expect(problems).toMatchObject([{ file: join(folder, 'search.yaml'), line: 16, column: 9 }]);
  });

  test.each([
    ['a service', EXAMPLE, EXAMPLE, 'the service checkout is already in'],
    ['a router file', EXAMPLE, EXAMPLE.replace('checkout', 'other'), 'dynamic/checkout.yaml is already in'],
    [
      'a name in the router',
      EXAMPLE.replace('  production:', '  eu-production:'),
      example('checkout-eu'),
      'the name checkout-eu-production in the router is already in',
    ],
  ])(
    'two files that claim %s are both left out, and the problem names both',
    async (_what, a, b, message) => {
      await put('a.yaml', a);
      await put('b.yaml', b);
      const { services, problems } = await loadDefinitions(folder);
      expect(services.size).toBe(0);
      const text = formatProblems(problems);
      expect(text).toContain(message);
      expect(text).toContain(join(folder, 'a.yaml'));
      expect(text).toContain(join(folder, 'b.yaml'));
    },
  );

  test('a folder that is not there is a problem', async () => {
    const { problems } = await loadDefinitions(join(folder, 'nowhere'));
    expect(formatProblems(problems)).toBe(`${folder}/nowhere: there is no such file or folder`);
  });
});

describe('settings', () => {
  test('paths are those of the file, and every key has a default', async () => {
    await put(
      'sluice.yaml',
      'listen: "[::1]:0"\ndata: state\ntemporal: { namespace: shop }\nlog: { level: warn }\n',
    );
    expect(await loadSettings(join(folder, 'sluice.yaml'))).toEqual({
      value: {
        listen: { host: '::1', port: 0 },
        definitions: join(folder, 'services'),
        data: join(folder, 'state'),
        archive: { folder: join(folder, 'state/archive') },
        temporal: { namespace: 'shop', taskQueue: 'sluice' },
        trustedProxies: [],
        freezes: { calendars: [] },
        metrics: {},
        log: { level: 'warn' },
      },
    });
  });

  test('without a file they are the defaults', () => {
    expect(defaultSettings('/srv')).toMatchObject({
      listen: { host: '127.0.0.1', port: 7600 },
      definitions: '/srv/services',
      archive: { folder: '/srv/.sluice/archive' },
    });
  });
});

describe('check', () => {
  test('takes files and folders, and tells settings from services', async () => {
    await mkdir(join(folder, 'services'));
    await put('services/checkout.yaml', EXAMPLE);
    await put('sluice.yaml', 'listen: 127.0.0.1:7600\n');
    const { files, problems } = await checkPaths([join(folder, 'services'), join(folder, 'sluice.yaml')]);
    expect(files).toEqual([join(folder, 'services/checkout.yaml'), join(folder, 'sluice.yaml')]);
    expect(problems).toEqual([]);
  });

  test('a path that is not there and a folder without files are problems', async () => {
    const { files, problems } = await checkPaths([join(folder, 'gone.yaml'), folder]);
    expect(files).toEqual([join(folder, 'gone.yaml')]);
    expect(formatProblems(problems)).toBe(
      `${folder}: the folder holds no YAML file\n${folder}/gone.yaml: there is no such file or folder`,
    );
  });

  test('a folder where a file is expected is a problem', async () => {
    expect(await loadServiceFile(folder)).toMatchObject({ problems: [{ message: 'this is not a file' }] });
  });

  test('a password in a URL is not shown', async () => {
    await put('a.yaml', EXAMPLE.replace('http://127', 'http://me:hunter2@127'));
    await put('b.yaml', EXAMPLE.replace('http://127.0.0.1:8082', 'http://me:hun/ter2@bad'));
    await put('c.yaml', EXAMPLE.replace('http://127', '[http://me:hunter2@127'));
    const text = formatProblems((await checkPaths([folder])).problems);
    expect(text.match(/the URL holds credentials/g)).toHaveLength(2);
    expect(text).toContain('not valid YAML');
    expect(text).not.toMatch(/hun.?ter2/);
  });
});

function example(service: string): string {
  return EXAMPLE.replaceAll('checkout', service);
}

async function put(name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), text);
}
