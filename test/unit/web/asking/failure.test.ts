import { expect, test } from 'vitest';
import { answerOf, AskFailure } from '../../../../web/asking/failure.ts';

test('what nobody answered, or what fails for a while, is asked for again, and said to be', async () => {
  for (const status of [0, 429, 503]) {
    const failure = new AskFailure(status === 0 ? 'unreachable' : 'away', 'It is away', status);
    expect(await answerOf(Promise.reject(failure))).toEqual({
      refused: 'It is away; trying again.',
      mistakes: [],
      again: true,
    });
  }
  expect(await answerOf(Promise.reject(new TypeError('network error')))).toMatchObject({ again: true });
});

test('what is refused for good is asked for once, and told with the mistakes that are why', async () => {
  const failure = new AskFailure('invalid_service_file', 'It has mistakes', 422, ['cart.yaml:2: no']);
  expect(await answerOf(Promise.reject(failure))).toEqual({
    refused: 'It has mistakes',
    mistakes: ['cart.yaml:2: no'],
    again: false,
  });
  expect(await answerOf(Promise.resolve(7))).toEqual({ found: 7 });
});
