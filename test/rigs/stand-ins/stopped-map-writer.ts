/**
 * A process that stops itself in the middle of a write to HAProxy, and once more after it has committed:
 * `node stopped-map-writer.ts STAGE WRITE`, where WRITE is JSON. Woken by SIGCONT it goes on, prints its outcome as
 * JSON and ends.
 */
import { writeMap } from '../../../providers/routers/haproxy/write-map.ts';

const [stage, write] = process.argv.slice(2);
const { config, entries, fence } = JSON.parse(write ?? '{}');
const stops = new Set([stage, 'committed']);
const outcome = await writeMap(config, entries, fence, new AbortController().signal, async (reached) => {
  if (stops.delete(reached)) process.kill(process.pid, 'SIGSTOP');
});
console.log(JSON.stringify(outcome));
