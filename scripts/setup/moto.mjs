import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder, moveIntoPlace, remove } from './fresh-folder.mjs';
import { root, toolsFolder } from './layout.mjs';
import { putLauncher } from './links.mjs';
import { pipInstall, requirePip } from './pip.mjs';

const requirements = join(root, 'scripts', 'moto.txt');

/** Where moto and all it needs are, a folder's name under .tools, with the version that moto.txt pins. */
export function motoFolder() {
  const version = readFileSync(requirements, 'utf8').match(/^moto==(\S+)/m)?.[1];
  return `moto-${version}`;
}

/** Installs moto's server, which answers as AWS does, and puts a launcher into .tools/bin. */
export async function installMoto() {
  await requirePip();
  const folder = motoFolder();
  const fresh = freshFolder();
  try {
    if (!existsSync(join(toolsFolder, folder))) {
      await pipInstall(folder, requirements, join(fresh, 'wheels'));
      moveIntoPlace(join(fresh, 'wheels'), join(toolsFolder, folder));
    }
    putLauncher('moto_server', `PYTHONPATH="$tools/${folder}" exec python3 -m moto.server "$@"`);
  } finally {
    remove(fresh);
  }
}
