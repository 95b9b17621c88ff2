/**
 * A service for tests of the process platform. It listens on PORT, answers with its version and slot, and writes
 * its token as a line of the file SPAWN_LOG at its start. NEVER_READY makes /health answer 503, IGNORE_TERM makes
 * it stay on SIGTERM, and CHILD gives it a child process that ignores SIGTERM too.
 */
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, SPAWN_LOG, NEVER_READY, IGNORE_TERM, CHILD, SLUICE_VERSION, SLUICE_SLOT, SLUICE_INSTANCE } =
  process.env;
if (SPAWN_LOG) appendFileSync(SPAWN_LOG, `${SLUICE_INSTANCE}\n`);
if (CHILD) spawn('/bin/sh', ['-c', 'trap "" TERM; while :; do sleep 1; done'], { stdio: 'ignore' });

const server = createServer((request, response) => {
  response.statusCode = NEVER_READY && request.url === '/health' ? 503 : 200;
  if (request.url === '/environment') return response.end(JSON.stringify(process.env));
  response.end(`${SLUICE_VERSION} ${SLUICE_SLOT}`);
});
server.listen(Number(PORT), '127.0.0.1', () => console.log(`listening on ${PORT}`));
process.on('SIGTERM', () => {
  if (!IGNORE_TERM) process.exit(0);
});
