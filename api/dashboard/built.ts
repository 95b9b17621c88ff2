/** The dashboard as it was built: in a build beside the code, in a checkout made when it is first asked for. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A build takes some seconds, on a busy machine many. In milliseconds. */
const PATIENCE = 180_000;

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The forms of a file in which it can be sent, the smallest first; the last is the file itself. */
export type Encoding = 'br' | 'gzip' | 'identity';

/** A file that the page loads. Its name changes with what is in it. */
export interface Asset {
  type: string;
  body: Record<Encoding, Buffer>;
}

/** All of it, held in memory. */
export interface Dashboard {
  /** The page, for whatever address. */
  page: string;
  /** By name. */
  assets: Map<string, Asset>;
}

/** Reads it, and has it built before where this is a checkout. Throws why it cannot be had. */
export async function loadDashboard(): Promise<Dashboard> {
  const folder = import.meta.filename.endsWith('.ts') ? await build() : join(root, 'dashboard');
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const assets = new Map<string, Asset>();
  for (const name of await readdir(join(folder, 'assets'))) {
    const type = TYPES[extname(name)];
    if (type !== undefined) assets.set(name, { type, body: await readForms(join(folder, 'assets', name)) });
  }
  return { page, assets };
}

async function readForms(file: string): Promise<Asset['body']> {
  const [br, gzip, identity] = await Promise.all([
    readFile(`${file}.br`),
    readFile(`${file}.gz`),
    readFile(file),
  ]);
  return { br, gzip, identity };
}

/** In a process of its own: who answers requests has no time for it. */
async function build(): Promise<string> {
  const script = join(root, 'scripts', 'dashboard.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: PATIENCE });
  return stdout.trim();
}
