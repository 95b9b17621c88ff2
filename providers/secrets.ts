import { open } from 'node:fs/promises';

const reference = /\$\{(env|file):([^}]*)\}/g;

/** Largest file that a secret is read from, in bytes. */
const maximumFile = 64 * 1024;

/**
 * Replaces every `${env:NAME}` by the environment's value and every `${file:PATH}` by the file's text without
 * its trailing line break. Other text stays as it is. Throws a sentence that names the reference, never a value,
 * when a variable is not set, a file cannot be read or is larger than 64 KiB.
 */
export async function resolveSecrets(
  text: string,
  environment: Record<string, string | undefined>,
): Promise<string> {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(reference)) {
    const [whole, kind, name = ''] = match;
    parts.push(text.slice(end, match.index));
    parts.push(kind === 'env' ? fromEnvironment(name, environment) : await fromFile(name));
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts.join('');
}

/** The value of every reference in the text, for `mask`. Throws as `resolveSecrets` does. */
export async function secretsIn(
  text: string,
  environment: Record<string, string | undefined>,
): Promise<string[]> {
  return Promise.all([...text.matchAll(reference)].map(([whole]) => resolveSecrets(whole, environment)));
}

/**
 * The text with every given secret replaced by `***`, also where it is quoted as in JSON or encoded as in a URL.
 * Secrets shorter than 4 characters are left out.
 */
export function mask(text: string, secrets: string[]): string {
  const forms = secrets.filter((secret) => secret.length >= 4).flatMap(formsOf);
  // Longer ones first, so that a secret that holds another one leaves no rest.
  const known = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  return known.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}

function formsOf(secret: string): string[] {
  const quoted = JSON.stringify(secret).slice(1, -1);
  return [secret, quoted, ...(secret.isWellFormed() ? [encodeURIComponent(secret)] : [])];
}

function fromEnvironment(name: string, environment: Record<string, string | undefined>): string {
  const value = environment[name];
  if (value === undefined) {
    throw new Error(`\${env:${name}} has no value: set the environment variable ${name} for the daemon.`);
  }
  return value;
}

async function fromFile(path: string): Promise<string> {
  const content = await readStart(path).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`\${file:${path}} cannot be read: ${reason}.`, { cause: error });
  });
  if (content.length > maximumFile)
    throw new Error(`\${file:${path}} is larger than 64 KiB, too large for a secret.`);
  return content.toString('utf8').replace(/\r?\n$/, '');
}

/** Reads one byte more than is allowed at most, so that a path to a device or a huge file costs nothing. */
async function readStart(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(maximumFile + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) return buffer.subarray(0, length);
    }
  } finally {
    await handle.close();
  }
}
