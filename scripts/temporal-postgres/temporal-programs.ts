import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from '../setup/command.mjs';
import { freshFolder, moveIntoPlace, remove } from '../setup/fresh-folder.mjs';
import { toolsFolder } from '../setup/layout.mjs';
import { failureReason, SetupError } from '../setup/setup-error.mjs';

/** Temporal's own server and the tool for its schemas, which are two programs of one Go module. */
export interface TemporalPrograms {
  server: string;
  sql: string;
}

/** Newer ones need a newer Go. */
export const serverVersion = '1.32.1';
const programModule = 'go.temporal.io/server/cmd';
const folder = join(toolsFolder, `temporal-server-${serverVersion}`);
const wayOut = 'install Go 1.26.8 or later (https://go.dev/dl), then run the command again';

/** What was built before; undefined where it was not. */
export function findTemporalPrograms(): TemporalPrograms | undefined {
  const programs = { server: join(folder, 'bin', 'server'), sql: join(folder, 'bin', 'sql') };
  return Object.values(programs).every((file) => existsSync(file)) ? programs : undefined;
}

/**
 * Builds both into .tools. Go checks the modules against its public checksum database. Throws a SetupError where
 * there is no Go, or where it cannot build them.
 */
export async function buildTemporalPrograms(): Promise<TemporalPrograms> {
  const go = await runQuietly('go', ['version']);
  if (!go.ok) throw new SetupError(`There is no Go here to build Temporal's server with: ${wayOut}.`);
  const fresh = freshFolder();
  try {
    // Without C the programs run wherever the kernel does.
    const env = { ...process.env, CGO_ENABLED: '0', GOBIN: join(fresh, 'bin') };
    const packages = ['server', 'tools/sql'].map((name) => `${programModule}/${name}@v${serverVersion}`);
    for (const name of packages) {
      const built = await runQuietly('go', ['install', name], { cwd: fresh, env });
      if (built.ok) continue;
      const reason = failureReason(built.output);
      throw new SetupError(
        `Go could not build ${name}: ${reason}; ${wayOut}, with its module proxy in reach.`,
      );
    }
    moveIntoPlace(fresh, folder);
  } finally {
    remove(fresh);
  }
  const programs = findTemporalPrograms();
  if (!programs) throw new Error(`Go built other programs than expected: look into ${folder}.`);
  return programs;
}
