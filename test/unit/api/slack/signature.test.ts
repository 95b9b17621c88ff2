import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { whyNotSlack } from '../../../../api/slack/signature.ts';

// The example of Slack's own documentation.
const example = {
  signingSecret: '8f742231b10e8888abcd99yyyzzz85a5',
  timestamp: '1531420618',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  body: Buffer.from(
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  ),
  now: 1_531_420_618_000,
};

test("Slack's own example is taken", () => {
  expect(whyNotSlack(example)).toBeUndefined();
});

describe('not taken is', () => {
  test.each([
    ['another body', { body: Buffer.concat([example.body, Buffer.from('&')]) }, 'signature'],
    [
      'the same body, parsed and written again',
      { body: Buffer.from(example.body.toString('utf8').replace('%2F', '/')) },
      'signature',
    ],
    ['another secret', { signingSecret: 'another' }, 'signature'],
    ['another signature', { signature: `${example.signature.slice(0, -1)}4` }, 'signature'],
    ['a shorter one', { signature: 'v0=' }, 'signature'],
    ['none', { signature: undefined }, 'signature'],
    ['another time', { timestamp: '1531420619' }, 'signature'],
    ['no time', { timestamp: undefined }, 'Timestamp'],
    ['a time that is no number', { timestamp: '1531420618.0' }, 'Timestamp'],
    ['what is older than 5 minutes', { now: example.now + 301_000 }, '5 minutes'],
    ['what is yet to come by more than 5 minutes', { now: example.now - 301_000 }, '5 minutes'],
  ])('%s', (_what, change, why) => {
    expect(whyNotSlack({ ...example, ...change })).toContain(why);
  });

  test.each(['', '\n'])('what is signed with the secret %j, which anybody can', (signingSecret) => {
    const mac = createHmac('sha256', signingSecret).update(`v0:${example.timestamp}:`).update(example.body);
    const signature = `v0=${mac.digest('hex')}`;
    expect(whyNotSlack({ ...example, signingSecret, signature })).toMatch(
      /signingSecret .* has an empty value/,
    );
  });

  test.each([299_000, -299_000])('unlike what is %i ms away', (off) => {
    expect(whyNotSlack({ ...example, now: example.now + off })).toBeUndefined();
  });
});
