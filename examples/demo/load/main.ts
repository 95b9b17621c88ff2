/**
 * Load at a fixed rate, in a process of its own: `node main.ts URL RATE BOUND`. RATE is requests a second, sent by
 * the clock however long answers take, half of them on kept and half on new connections, none twice. An answer that
 * takes more than BOUND milliseconds is bad. Reports go to standard output, one JSON line each 250 ms (see
 * `tally.ts`). It ends when its standard input ends, after the last answer.
 */
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from './request.ts';
import { createTally } from './tally.ts';

const [url = '', rate = '', bound = ''] = process.argv.slice(2);
if (!URL.canParse(url) || !(Number(rate) > 0) || !(Number(bound) > 0)) {
  console.error(
    'Usage: node main.ts URL RATE BOUND, for instance: node main.ts http://127.0.0.1:8000/ 200 100',
  );
  process.exit(2);
}
const kept = new http.Agent({ keepAlive: true });
const fresh = new http.Agent({ keepAlive: false });
const tally = createTally(Number(bound));
const out = new Set<Promise<void>>();

let going = true;
process.stdin.on('end', () => (going = false)).resume();
// An interrupt in the terminal reaches every process of it; only whoever started this one ends it.
process.on('SIGINT', () => undefined);

const reports = setInterval(report, 250);
const began = performance.now();
for (let sent = 0; going; await sleep(5)) {
  // Counted from the beginning, so that the rate holds also where the machine wakes this late.
  for (const due = ((performance.now() - began) / 1000) * Number(rate); sent < due; sent += 1) {
    send(sent % 2 === 0 ? kept : fresh);
  }
}
await Promise.all(out);
clearInterval(reports);
report();
kept.destroy();

function send(agent: http.Agent): void {
  const at = Date.now();
  tally.sent(at);
  const settled = request(url, agent).then((answer) => {
    tally.settled(at, answer);
    out.delete(settled);
  });
  out.add(settled);
}

function report(): void {
  console.log(JSON.stringify(tally.take(Date.now())));
}
