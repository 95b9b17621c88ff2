import type { Schedule } from '../schedule.ts';
import { startOnPostgres } from './on-postgres.ts';
import { startOneDaemon } from './one-daemon.ts';
import type { StartSetup } from './setup.ts';
import { startWorkerAndApi } from './worker-and-api.ts';

/** Every set-up by its name in a schedule. */
export const startSetup: Record<Schedule['setup'], StartSetup> = {
  'one daemon': startOneDaemon,
  'worker and API': startWorkerAndApi,
  'two of each on PostgreSQL': startOnPostgres,
};
