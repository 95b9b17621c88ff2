// Stands in for npm: `npm ci` "installs" what the lockfile in the working folder names.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [command] = process.argv.slice(2);
appendFileSync(process.env['STAND_IN_LOG'] ?? '', `npm ${command}\n`);
if (process.env['NPM_FAILS']) {
  // Half a package is there by then.
  mkdirSync('node_modules/one', { recursive: true });
  console.error(`npm error code ECONNREFUSED
npm error FetchError: request to http://127.0.0.1:9/one failed, reason: connect ECONNREFUSED 127.0.0.1:9
npm error A complete log of this run can be found in: debug-0.log`);
  process.exit(1);
}
mkdirSync('node_modules');
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
delete packages[''];
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));
