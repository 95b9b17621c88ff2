import { pino } from 'pino';
import { createNotifier } from '../../providers/notifiers/index.ts';
import { notifierContract } from './notifier-contract.ts';

notifierContract('log', async () => {
  const lines: string[] = [];
  const log = pino({ timestamp: false }, { write: (line: string) => lines.push(line) });
  const notifier = createNotifier({ kind: 'log' }, { dataFolder: '', environment: {}, log });
  return { notifier, received: () => Promise.resolve(lines), stop: () => Promise.resolve() };
});
