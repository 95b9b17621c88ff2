import { describe, expect, test } from 'vitest';
import { readCommand } from '../../../../api/slack/command.ts';

const lane = 'checkout.production';

describe('understood is', () => {
  test.each([
    ['', { name: 'help' }],
    ['help', { name: 'help' }],
    ['start checkout@production v2', { name: 'start', lane, version: 'v2', reason: '' }],
    [
      'START  checkout.production v2 new  tax rules',
      { name: 'start', lane, version: 'v2', reason: 'new tax rules' },
    ],
    ['start `checkout@production` v2 it’s time', { name: 'start', lane, version: 'v2', reason: "it's time" }],
    ['list', { name: 'list' }],
    ['list checkout@production', { name: 'list', lane }],
    ['status checkout.production.12', { name: 'status', of: `${lane}.12` }],
    ['status checkout@production', { name: 'status', of: lane }],
    ['abort checkout.production.12 errors', { name: 'abort', of: `${lane}.12`, reason: 'errors' }],
    ['abort checkout@production', { name: 'abort', of: lane, reason: '' }],
    [
      'freeze *@production 2h an incident',
      { name: 'freeze', lanes: '*@production', length: 7_200_000, reason: 'an incident' },
    ],
    ['freeze end F3 it is mended', { name: 'freeze end', freeze: 'f3', reason: 'it is mended' }],
    ['freeze list', { name: 'freeze list' }],
    ['freeze list checkout@production', { name: 'freeze list', lane }],
  ])('%s', (text, command) => {
    expect(readCommand(text)).toEqual(command);
  });
});

describe('what is not is told what to write', () => {
  test.each([
    ['deploy checkout', /^deploy is no command\. There are start, status, list, abort/],
    ['constructor', /^constructor is no command/],
    [
      'start checkout v2',
      /^checkout is not SERVICE@ENVIRONMENT\. Write \/sluice start SERVICE@ENVIRONMENT VERSION/,
    ],
    ['start checkout@production', /^a version is missing\. Write \/sluice start/],
    ['start checkout@production $(id)', /^\$\(id\) is not a version/],
    ['status', /^a release or SERVICE@ENVIRONMENT is missing/],
    ['freeze checkout 2h why', /^checkout is not SERVICE@ENVIRONMENT/],
    ['freeze *@* 5 why', /^5 is not a duration from 1m/],
    ['freeze *@* 2h', /^A freeze needs a reason/],
    ['freeze end', /^a freeze, as freeze list names it is missing\. Write \/sluice freeze end FREEZE/],
    ['freeze end *@production now', /^\*@production is not a freeze/],
    ['freeze end f3', /^The end of a freeze needs a reason/],
    ['freeze list checkout', /^checkout is not SERVICE@ENVIRONMENT\. Write \/sluice freeze list/],
    ['abort 12', /^12 is not a release or SERVICE@ENVIRONMENT/],
  ])('%s', (text, message) => {
    expect(readCommand(text)).toEqual({ message: expect.stringMatching(message) });
  });

  test('however long it is', () => {
    const { reason } = Object.assign({ reason: '' }, readCommand(`abort ${lane}.1 ${'why '.repeat(5000)}`));
    expect(reason.length).toBeLessThanOrEqual(1000);
  });
});
