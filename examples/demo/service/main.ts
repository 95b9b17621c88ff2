/**
 * The sample service, one instance: `PORT=8080 node main.ts`. It answers GET / with drawn errors and latencies
 * (see `behaviour.ts`), GET /health with 200 once it is warm, and GET /metrics with its counts. Every answer to /
 * carries `x-sample-version` and `x-sample-slot`. On SIGTERM it finishes what is in flight and ends.
 *
 * Environment: PORT; SLUICE_VERSION, SLUICE_SLOT and SLUICE_INSTANCE, which Sluice sets; SAMPLE_RECORDS, the folder
 * for its records (see `records.ts`) and for incidents (see `incident.ts`), by default the working directory;
 * SAMPLE_ERRORS, SAMPLE_SLOW and SAMPLE_BURST (see `behaviour.ts`).
 */
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { behaviourOf, drawsOf } from './behaviour.ts';
import { watchIncident } from './incident.ts';
import { recordSpawn, recordStarts } from './records.ts';
import { countRequests } from './request-counts.ts';

const { PORT, SLUICE_VERSION, SLUICE_SLOT, SLUICE_INSTANCE, SAMPLE_RECORDS } = process.env;
const version = SLUICE_VERSION ?? 'v1';
const slot = SLUICE_SLOT ?? 'none';
const token = SLUICE_INSTANCE ?? `process-${process.pid}`;
const folder = SAMPLE_RECORDS ?? process.cwd();

recordSpawn(folder, { token, slot, version });
const starts = recordStarts(folder, token);
const counts = countRequests(version);
const draw = drawsOf(behaviourOf(version, process.env), token);
const incident = watchIncident(folder, version);
let warm = false;

const server = createServer((request, response) => {
  if (request.url === '/health')
    return void response.writeHead(warm ? 200 : 503).end(warm ? 'ready' : 'warming up');
  if (request.url === '/metrics') return void response.end(counts.page());
  if (request.url !== '/') return void response.writeHead(404).end();
  starts.count();
  counts.started();
  const drawn = draw();
  const { latency } = drawn;
  const status = Math.random() < incident.share() ? 500 : drawn.status;
  response.on('close', () => counts.ended(status));
  setTimeout(() => answer(response, status), latency);
});
// A proxy keeps its connections for less than this, so that it never sends a request into one that is closing.
server.keepAliveTimeout = 300_000;
server.listen(Number(PORT ?? 8080), '127.0.0.1', () => {
  console.log(`${version} listens on port ${PORT ?? 8080}`);
  void warmUp();
});
process.once('SIGTERM', end);
process.once('SIGINT', end);

function answer(response: ServerResponse, status: number): void {
  // A connection that is kept would keep a process that was told to end.
  if (!server.listening) response.setHeader('connection', 'close');
  response.writeHead(status, {
    'x-sample-version': version,
    'x-sample-slot': slot,
    'content-type': 'text/plain',
  });
  response.end(status === 200 ? `hello from ${version}\n` : `${version} failed\n`);
}

/** The first requests of a fresh process are slow; these are its own, so that no user's is. */
async function warmUp(): Promise<void> {
  for (let i = 0; i < 50; i += 1)
    await fetch(`http://127.0.0.1:${PORT ?? 8080}/health`).then((got) => got.text());
  await sleep(300);
  warm = true;
}

/** Ends once nothing has been in flight for a moment: a proxy may hold connections on which it never sent anything. */
function end(): void {
  let quiet = 0;
  const look = setInterval(() => {
    quiet = counts.inFlight() === 0 ? quiet + 1 : 0;
    if (quiet >= 5) server.closeAllConnections();
  }, 50);
  server.close(() => {
    clearInterval(look);
    starts.close();
    incident.close();
    process.exit(0);
  });
}
