import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../rigs/free-port.ts';
import { stringify } from 'yaml';
import { createPart, type OwnPart } from './part.ts';
import type { Place } from './setup.ts';

/** A `sluice serve` that is not started yet. */
export interface Serving {
  part: OwnPart;
  /** Base URL of its API, where its role has one. */
  api: string;
}

const program = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));

/** Folder of the daemons' data, in the folder of the run; all of a run's daemons are on one machine. */
export const dataFolder = 'data';

/** Makes a daemon with settings of its own; `name` is that of its files. */
export async function createServing(
  { folder, environment }: Place,
  name: string,
  role: 'all' | 'worker' | 'api',
  more: NodeJS.ProcessEnv = {},
): Promise<Serving> {
  const listen = `127.0.0.1:${await freePort()}`;
  const settings = join(folder, `${name}.yaml`);
  await writeFile(settings, stringify({ listen, definitions: 'services', data: dataFolder }));
  const api = `http://${listen}`;
  const part = createPart({
    kind: role === 'all' ? 'daemon' : role,
    command: [process.execPath, program, 'serve', '--config', settings, '--role', role],
    environment: { ...environment, ...more },
    logFile: join(folder, `${name}.log`),
    // A worker has no API to ask; each says in one line that it is ready.
    isReady: (said) => /^sluice (works for|is ready at) /m.test(said),
  });
  return { part, api };
}
