import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { endProcess } from '../rigs/end-process.ts';
import { startServe } from '../rigs/served.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = z.object({ version: z.string(), dependencies: z.record(z.string(), z.string()) });

let folder: TemporaryFolder;
/** The program as `npm install` would lay it out. */
let program: string;

// As docs/operations.md tells to install it, but for the registry: what it needs is what the checkout has of it.
beforeAll(async () => {
  folder = await temporaryFolder('package');
  await run('npm', ['run', 'build'], { cwd: root });
  await run('npm', ['pack', '--pack-destination', folder.path], { cwd: root });
  const installed = join(folder.path, 'node_modules');
  await mkdir(installed);
  const { version, dependencies } = manifest.parse(
    JSON.parse(await readFile(join(root, 'package.json'), 'utf8')),
  );
  await run('tar', ['-xzf', join(folder.path, `sluice-${version}.tgz`), '-C', installed]);
  for (const name of Object.keys(dependencies)) {
    await mkdir(dirname(join(installed, name)), { recursive: true });
    await symlink(join(root, 'node_modules', name), join(installed, name));
  }
  program = join(installed, 'package', 'dist', 'cli', 'main.js');
}, 600_000);
afterAll(async () => {
  await folder.remove();
  await rm(join(root, 'dist'), { recursive: true, force: true });
});

test('the package holds the program, its manual and what stands beside it, and nothing else', async () => {
  const top = await readdir(join(folder.path, 'node_modules', 'package'));
  expect(top.toSorted()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'docs', 'package.json']);
  const docs = await readdir(join(folder.path, 'node_modules', 'package', 'docs'));
  expect(docs).toEqual(expect.arrayContaining(['operations.md', 'alerts', 'grafana', 'schemas']));
});

test('its daemon comes up, serves the dashboard and the API, and ends in order', async () => {
  const { stdout } = await run(process.execPath, [program, '--version']);
  expect(stdout.trim()).toBe('0.1.0');
  await writeFile(join(folder.path, 'sluice.yaml'), 'listen: 127.0.0.1:0\ndata: data\n');
  const daemon = startServe(folder.path, [], {}, program);
  try {
    const api = await daemon.ready();
    expect(await (await fetch(`${api}/ui/`)).text()).toContain('<title>Sluice');
    expect((await fetch(`${api}/v1/lanes`)).status).toBe(200);
    daemon.child.kill('SIGTERM');
    expect(await daemon.ended()).toBe(0);
  } finally {
    await endProcess(daemon.child);
  }
});
