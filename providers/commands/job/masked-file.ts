import { open, rename, writeFile } from 'node:fs/promises';
import { errorCode } from '../../error-code.ts';
import { mask } from '../../secrets.ts';

/** The end of a file that is read and kept, in bytes. */
const most = 4 * 1024 * 1024;

/** The end of the file, at most 4 MiB, with secrets masked; empty where there is none. */
export async function readMasked(path: string, secrets: string[]): Promise<string> {
  const { text, whole } = await readEnd(path);
  if (whole) return mask(text, secrets);
  // A secret that is cut at the beginning would not be found, so what stands there is left out, up to a line's end.
  const longest = Math.max(0, ...secrets.map((secret) => secret.length));
  const from = text.indexOf('\n', longest);
  return mask(from < 0 ? '' : text.slice(from + 1), secrets);
}

/** Leaves of the file what `readMasked` reads of it, when there are secrets. A file that is gone is left alone. */
export async function maskFile(path: string, secrets: string[]): Promise<void> {
  if (secrets.length === 0) return;
  const draft = `${path}.masked`;
  try {
    await writeFile(draft, await readMasked(path, secrets), { mode: 0o600 });
    await rename(draft, path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

async function readEnd(path: string): Promise<{ text: string; whole: boolean }> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return { text: '', whole: true };
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, most);
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, size - length);
    return { text: buffer.subarray(0, bytesRead).toString('utf8'), whole: size <= most };
  } finally {
    await handle.close();
  }
}
