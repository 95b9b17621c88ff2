// Stands in for dpkg-deb: `dpkg-deb -x FILE FOLDER` makes a haproxy, the programs of a PostgreSQL, or a library.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const [option, archive = '', folder] = process.argv.slice(2);
if (option === '-x') {
  const version = process.env['HAPROXY_VERSION'] ?? '2.6.12';
  const by = 'by $(ls "$LD_LIBRARY_PATH") for $*';
  const name = basename(archive);
  if (name.startsWith('haproxy')) make('usr/sbin/haproxy', `HAProxy version ${version} ${by}`);
  else if (name.startsWith('postgresql'))
    for (const each of ['postgres', 'initdb'])
      make(`usr/lib/postgresql/15/bin/${each}`, `${each} (PostgreSQL) 15.18 ${by}`);
  else make('usr/lib/some-system/libone.so.5', '');
}

/**
 * @param {string} path
 * @param {string} says
 */
function make(path, says) {
  const file = join(folder ?? '', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "${says}"\n`);
  chmodSync(file, 0o755);
}
