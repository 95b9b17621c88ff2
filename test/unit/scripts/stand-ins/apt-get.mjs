// Stands in for apt-get: a haproxy and a PostgreSQL that need a library and a package that is none, and no other package.
import { appendFileSync, writeFileSync } from 'node:fs';

const args = process.argv.slice(2);
const [command, ...names] = args.filter((arg) => !arg.startsWith('-'));
const ownLists = args.some((arg) => arg.startsWith('--option=Dir::State::lists='));
if (command)
  appendFileSync(
    process.env['STAND_IN_LOG'] ?? '',
    `${['apt', command, ...names].join(' ')}${ownLists ? ' by own lists' : ''}\n`,
  );
if (command === 'install') {
  const [name = ''] = names;
  if (!['haproxy', 'postgresql-15'].includes(name)) fail(`E: Unable to locate package ${name}`);
  console.log(`Inst libone5 (1.0 Debian:12.15/oldstable [amd64])\nInst libjs-one (1.0)\nInst ${name} (2.6)`);
}
if (command === 'download') {
  if (process.env['APT_LISTS_OLD'] && !ownLists)
    fail('E: Failed to fetch http://one/libone5.deb  404  Not Found');
  for (const name of names) writeFileSync(`${name}_1.0_amd64.deb`, '');
}

/** @param {string} line */
function fail(line) {
  console.error(line);
  process.exit(100);
}
