import type { Logger } from 'pino';
import type { Notifier } from './notifier.ts';

/** Writes each event into the daemon's own log: at level warn when a person has to act, else at info. */
export function createLogNotifier(log: Logger): Notifier {
  return {
    send: ({ message, page, about: _about, status: _status, ...fields }) => {
      log[page ? 'warn' : 'info']({ ...fields, page }, message);
      return Promise.resolve(undefined);
    },
  };
}
