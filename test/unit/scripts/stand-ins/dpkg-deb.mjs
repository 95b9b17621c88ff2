// Stands in for dpkg-deb: `dpkg-deb -x FILE FOLDER` makes a haproxy, or a library.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const [option, archive = '', folder] = process.argv.slice(2);
if (option === '-x') {
  const program = basename(archive).startsWith('haproxy');
  const parent = `${folder}/usr/${program ? 'sbin' : 'lib/some-system'}`;
  const file = `${parent}/${program ? 'haproxy' : 'libone.so.5'}`;
  mkdirSync(parent, { recursive: true });
  const version = process.env['HAPROXY_VERSION'] ?? '2.6.12';
  const says = `echo "HAProxy version ${version} by $(ls "$LD_LIBRARY_PATH") for $*"`;
  writeFileSync(file, `#!/bin/sh\n${says}\n`);
  chmodSync(file, 0o755);
}
