import { pino } from 'pino';
import { createNotifiers } from '../../providers/notifiers/index.ts';
import { notifierContract } from './notifier-contract.ts';

notifierContract('log', async () => {
  const lines: string[] = [];
  const log = pino({ timestamp: false }, { write: (line: string) => lines.push(line) });
  const [notifier] = createNotifiers([{ kind: 'log' }], { dataFolder: '', environment: {}, log });
  if (!notifier) throw new Error('No notifier was made.');
  return { notifier, received: () => Promise.resolve(lines), stop: () => Promise.resolve() };
});
