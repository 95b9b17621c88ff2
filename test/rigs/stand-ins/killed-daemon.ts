/**
 * A daemon that dies in the middle of a deploy: `node killed-daemon.ts STAGE TIMES REQUEST`. It kills itself when
 * it comes to the stage for the TIMES-th time. REQUEST is what `bringUp` is asked, as JSON.
 */
import { pino } from 'pino';
import { bringUp } from '../../../providers/platforms/process/bring-up.ts';
import { slotLayout } from '../../../providers/platforms/process/layout.ts';

const [stage, times, request] = process.argv.slice(2);
const { dataFolder, environment, lane, deployment, platform } = JSON.parse(request ?? '{}');
let passed = 0;
await bringUp(
  slotLayout(dataFolder, lane, deployment.slot),
  deployment,
  platform,
  { dataFolder, environment, log: pino({ level: 'silent' }) },
  new AbortController().signal,
  async (reached) => {
    if (reached === stage && ++passed === Number(times)) process.kill(process.pid, 'SIGKILL');
  },
);
