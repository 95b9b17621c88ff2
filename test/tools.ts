import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the set-up puts what it brings in, absolute. */
export const toolsFolder = fileURLToPath(new URL('../.tools', import.meta.url));

const bin = join(toolsFolder, 'bin');

/** The Temporal CLI that the set-up chose, absolute. Throws where the set-up has not run. */
export function temporalPath(): string {
  return path('temporal');
}

/** The Traefik that the set-up chose, absolute. Throws where the set-up has not run. */
export function traefikPath(): string {
  return path('traefik');
}

/** Temporal's time-skipping test server, absolute. Throws where the set-up has not run. */
export function testServerPath(): string {
  return path('temporal-test-server');
}

/** PATH with the chosen programs first, for processes that look them up themselves, such as `sluice serve`. */
export const pathWithTools = [bin, process.env['PATH'] ?? ''].join(delimiter);

function path(name: string): string {
  const file = join(bin, name);
  if (!existsSync(file))
    throw new Error(`${name} is not in .tools/bin: run "node scripts/bootstrap.mjs" first.`);
  return file;
}
