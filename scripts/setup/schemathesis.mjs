import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder, moveIntoPlace, remove } from './fresh-folder.mjs';
import { root, toolsFolder } from './layout.mjs';
import { withLock } from './lock.mjs';
import { pipInstall, requirePip } from './pip.mjs';

const requirements = join(root, 'scripts', 'schemathesis.txt');

/**
 * Installs schemathesis unless it is there; answers with the folder that PYTHONPATH has to name. Throws a SetupError.
 * @returns {Promise<string>}
 */
export async function installSchemathesis() {
  const version = readFileSync(requirements, 'utf8').match(/^schemathesis==(\S+)/m)?.[1];
  const folder = `schemathesis-${version}`;
  const there = join(toolsFolder, folder);
  await withLock(join(toolsFolder, 'setup.lock'), async () => {
    if (existsSync(there)) return;
    await requirePip();
    const fresh = freshFolder();
    try {
      await pipInstall(folder, requirements, join(fresh, 'wheels'));
      moveIntoPlace(join(fresh, 'wheels'), there);
    } finally {
      remove(fresh);
    }
  });
  return there;
}
