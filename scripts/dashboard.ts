/**
 * Builds the dashboard: `node scripts/dashboard.ts [FOLDER]`. Without a folder it is kept in `.tools/`, made anew only
 * where its sources have changed, and the folder that has it is printed.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { build } from 'vite';
import { SOURCES } from './dashboard/sources.ts';
import { root, toolsFolder } from './setup/layout.mjs';

const kept = join(toolsFolder, 'dashboard');

const [folder] = process.argv.slice(2);
if (folder !== undefined) await buildInto(resolve(folder));
else console.log(await keep());

/** The folder of what these sources make. Two that build it at once do not get in each other's way. */
async function keep(): Promise<string> {
  const hash = await sourcesHash();
  const ready = join(kept, hash);
  if (existsSync(ready)) return ready;
  // What others may write here would run in the browsers of those who act.
  await mkdir(kept, { recursive: true, mode: 0o755 });
  const draft = `${ready}.${process.pid}`;
  try {
    await buildInto(draft);
    await rename(draft, ready).catch((error: unknown) => {
      if (!existsSync(ready)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  for (const name of await readdir(kept)) {
    if (!name.includes('.') && name !== hash) await rm(join(kept, name), { recursive: true, force: true });
  }
  return ready;
}

async function buildInto(outDir: string): Promise<void> {
  await build({
    root: join(root, 'web'),
    configFile: false,
    logLevel: 'warn',
    // The page is served at several depths, and behind prefixes that only a proxy knows.
    base: './',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      cssCodeSplit: false,
      // The page's policy lets nothing in that is written into a page or a style.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      license: { fileName: 'licenses.md' },
    },
  });
  await compress(join(outDir, 'assets'));
}

/** Beside each file its compressed forms: made once, and not at each start of a daemon. */
async function compress(assets: string): Promise<void> {
  const each = (await readdir(assets)).map(async (name) => {
    const body = await readFile(join(assets, name));
    await writeFile(join(assets, `${name}.br`), await promisify(brotliCompress)(body));
    await writeFile(join(assets, `${name}.gz`), await promisify(gzip)(body, { level: 9 }));
  });
  await Promise.all(each);
}

async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(join(root, 'package-lock.json')));
  for (const source of SOURCES) {
    for (const name of await filesOf(source)) {
      hash.update(`\0${name}\0`).update(await readFile(join(root, name)));
    }
  }
  return hash.digest('hex').slice(0, 32);
}

async function filesOf(source: string): Promise<string[]> {
  if (source.endsWith('.ts')) return [source];
  const entries = await readdir(join(root, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
    .toSorted();
}
