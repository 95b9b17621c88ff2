/** What a lane's answer to a submit or a rollback is on the wire. */
import type { SubmitAnswer } from '../workflows/lane-messages.ts';
import { ApiError } from './errors.ts';
import type { Submitted } from './wire/submit.ts';

/** An answer with its status, 202 where something began or waits. */
export interface SubmittedReply {
  code: 200 | 202;
  body: Submitted;
}

/** The answer to a submit or a rollback. Throws what the lane refused. */
export function toSubmitted(answer: SubmitAnswer): SubmittedReply {
  switch (answer.state) {
    case 'running': {
      const { existing, ...body } = answer;
      return { code: existing ? 200 : 202, body };
    }
    case 'live':
      return { code: 200, body: answer };
    case 'queued':
      return { code: 202, body: answer };
    case 'refused':
      throw new ApiError(answer.code, answer.message);
    case 'conflict':
      throw new ApiError(
        'idempotency_key_reused',
        'this Idempotency-Key came with another body before; use a new key for a new request',
      );
  }
}
