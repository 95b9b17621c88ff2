import { bundleWorkflowCode, type Logger as TemporalLogger } from '@temporalio/worker';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { errorCode } from '../providers/error-code.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What a workflow's code can come from: folders that `workflows/` imports at run time, and itself. */
const SOURCES = ['workflows', 'analysis', 'config'];

/**
 * The workflows as one script. A build has it beside it, made by `npm run build`. In a checkout it is made when the
 * sources have changed, which takes some seconds, and kept in `.tools/`. Where failures are encrypted it is another
 * script, since it is in there that they are written.
 */
export async function loadWorkflowBundle(log: Logger, failureConverter?: string): Promise<{ code: string }> {
  const variant = failureConverter === undefined ? '' : '-encrypted';
  if (!import.meta.filename.endsWith('.ts')) return readBundle(join(root, `workflow-bundle${variant}.js`));
  const folder = join(root, '.tools', 'workflow-bundles');
  const hash = await sourcesHash();
  const file = join(folder, `${hash}${variant}.js`);
  try {
    return await readBundle(file);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  const began = performance.now();
  const bundle = await bundleWorkflows(failureConverter);
  log.info({ ms: Math.round(performance.now() - began) }, 'bundled the workflows');
  await store(folder, file, hash, bundle.code).catch((error: unknown) => {
    log.warn({ err: error }, 'could not keep the bundle of the workflows: the next start makes it again');
  });
  return bundle;
}

/** Bundles `workflows/index.ts` of this checkout; `failureConverter` is the path of what writes its failures. */
export async function bundleWorkflows(failureConverter?: string): Promise<{ code: string }> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows', 'index.ts'),
    workflowInterceptorModules: [join(root, 'workflows', 'true-time.ts')],
    ...(failureConverter === undefined ? {} : { failureConverterPath: failureConverter }),
    logger: silent,
  });
  return { code };
}

async function readBundle(file: string): Promise<{ code: string }> {
  return { code: await readFile(file, 'utf8') };
}

async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await readFile(createRequire(import.meta.url).resolve('@temporalio/worker/package.json')));
  for (const folder of SOURCES) {
    const names = await readdir(join(root, folder), { recursive: true });
    // Read at once, since one after the other they take a third of a second, which a dead daemon's successor has not.
    const read = names
      .filter((each) => each.endsWith('.ts'))
      .toSorted()
      .map(async (name) => ({ name, text: await readFile(join(root, folder, name)) }));
    for (const { name, text } of await Promise.all(read)) hash.update(`\0${folder}/${name}\0`).update(text);
  }
  return hash.digest('hex').slice(0, 32);
}

/** Puts the file in place whole, and takes away those of other sources. */
async function store(folder: string, file: string, hash: string, code: string): Promise<void> {
  // What others may write here would run in the daemon.
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, code, { mode: 0o644 });
  await rename(draft, file);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(hash) && name.endsWith('.js')) await rm(join(folder, name), { force: true });
  }
}

function quiet(): void {}
// What webpack says of a bundle that worked is of no use; one that did not work throws.
const silent: TemporalLogger = {
  log: quiet,
  trace: quiet,
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
};
