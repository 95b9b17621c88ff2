import type { ObserveAnswer } from '../activities/types.ts';
import { record, type Life } from './life.ts';

/** Keeps what was seen for the status and the events. */
export function noteObserved(life: Life, answer: ObserveAnswer): void {
  life.traffic = {
    ...life.traffic,
    proven: answer.kind === 'proven',
    ...(answer.observed === undefined ? {} : { observed: answer.observed }),
  };
  record(life, 'observed', answer.message, {
    data: { kind: answer.kind, observed: answer.observed, requests: answer.requests },
  });
}
