/**
 * A process that stops itself in the middle of a router write: `node stopped-writer.ts STAGE WRITE`, where WRITE
 * is the write as JSON without its signal. Woken by SIGCONT it goes on, prints its outcome as JSON and ends.
 */
import { fencedWrite } from '../../../providers/routers/fenced-file/fenced-write.ts';

const [stopAt, write] = process.argv.slice(2);
const outcome = await fencedWrite(
  { ...JSON.parse(write ?? '{}'), signal: new AbortController().signal },
  async (stage) => {
    if (stage === stopAt) process.kill(process.pid, 'SIGSTOP');
  },
);
console.log(JSON.stringify(outcome));
