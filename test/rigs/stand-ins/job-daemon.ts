/** A daemon that runs one command of a lane; with HANGS it never gets so far as to begin it. Its argument is JSON. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { runJob, type Job } from '../../../providers/commands/run-job.ts';

interface Given {
  dataFolder: string;
  job: Job;
}

const given: Given = JSON.parse(process.argv[2] ?? '');
const context = { dataFolder: given.dataFolder, environment: process.env, log: pino({ level: 'silent' }) };
const unless = async (): Promise<boolean> => {
  while (process.env['HANGS'] !== undefined) await sleep(1000);
  return false;
};
await runJob({ ...given.job, unless }, context, new AbortController().signal);
process.exit(0);
