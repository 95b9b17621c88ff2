// Runs a command with what the bootstrap brings in: `node scripts/run.mjs COMMAND ARGS…`. Works on Node 20.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { constants } from 'node:os';
import { bootstrap } from './bootstrap.mjs';
import { binFolder, compileCacheFolder, root } from './setup/layout.mjs';
import { nodeFits } from './setup/node-runtime.mjs';

const [command, ...args] = process.argv.slice(2);
if (!command) {
  console.error('Usage: node scripts/run.mjs COMMAND ARGS…');
  process.exit(2);
}
await bootstrap();

// A Node that fits is used as it is, also when it was called by its full name and is not on PATH.
const ownNode = nodeFits(process.versions.node) ? [dirname(process.execPath)] : [];
const path = [binFolder, join(root, 'node_modules', '.bin'), ...ownNode, process.env['PATH']].join(':');
// Every process of Node that this starts, and those that these start, find their code compiled already.
const environment = { NODE_COMPILE_CACHE: compileCacheFolder, ...process.env, PATH: path };
const child = spawn(command, args, { stdio: 'inherit', env: environment });

// From a terminal the interrupt reaches the command by itself; sending it again would read as "now, by force".
const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
process.on('SIGINT', () => onTerminal || child.kill('SIGINT'));
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.on('SIGHUP', () => child.kill('SIGHUP'));

child.on('error', (error) => {
  console.error(`Could not run ${command}: ${error.message}`);
  process.exit(127);
});
child.on('close', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // Some signals are ignored by Node; the status then says the same.
  setTimeout(() => process.exit(128 + constants.signals[signal]), 100);
});
