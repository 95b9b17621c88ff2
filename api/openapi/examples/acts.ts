import { emptyBody, optionalReasonBody, reasonBody } from '../../wire/reason-body.ts';
import { abortTaken, extendRequest, guardedRequest } from '../../wire/submit.ts';
import { example } from './example.ts';

/** What is said to act, and the answer to an abort. */
export const actExamples = [
  example(guardedRequest, { step: 3, token: '3.4', reason: 'the figures are as expected' }),
  example(extendRequest, { step: 3, token: '3.4', by: '30m', reason: 'bob is on his way' }),
  example(reasonBody, { reason: 'the migration is over' }),
  example(optionalReasonBody, { reason: 'prices are wrong' }),
  example(emptyBody, {}),
  example(abortTaken, { id: 'checkout.production.12', state: 'abort requested' }),
];
