import { expect, test } from 'vitest';
import { notArrived, type Delivery } from '../../../../providers/github/deliveries.ts';

/** Attempts as they are listed, the newest first: `EVENT STATUS`, with ids from the oldest on. */
function attempts(...listed: string[]): Delivery[] {
  return listed.map((text, index) => {
    const [guid = '', status] = text.split(' ');
    return {
      id: String(listed.length - index),
      guid,
      delivered_at: listed.length - index,
      status_code: Number(status),
      event: 'push',
      action: null,
    };
  });
}

test.each([
  ['nothing answered', ['a 0'], ['1']],
  ['a proxy answered for a daemon that was away', ['a 502'], ['1']],
  ['it arrived', ['a 200'], []],
  ['it arrived when it was sent again', ['a 200', 'a 0'], []],
  ['it arrived, and was sent once more by hand', ['a 503', 'a 200'], []],
  ['it was sent again in vain: its last attempt is repeated', ['a 503', 'a 0'], ['2']],
  ['it was refused for what it says', ['a 422'], []],
  ['it was refused at last', ['a 422', 'a 0'], []],
  ['too much was asked', ['a 429'], ['1']],
  ['of several the oldest comes first', ['c 0', 'b 200', 'a 0'], ['1', '3']],
])('%s', (_what, listed, ids) => {
  expect(notArrived(attempts(...listed)).map(({ id }) => id)).toEqual(ids);
});
