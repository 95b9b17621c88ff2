import { expect, test } from 'vitest';
import { readDocument } from '../../../config/document.ts';
import { readSettings } from '../../../config/settings.ts';

const TEXT = `
slack:
  botToken: \${file:secrets/bot}
  appToken: \${env:APP}
  api: https://slack-gov.com/api
  users:
    U0123ABCD45: { name: ada, grants: [{ role: approver, lanes: ['checkout@*'] }], groups: [payments] }
    ben@example.com: { name: ben, grants: [{ role: viewer, lanes: ['*@*'] }] }
  groups: { S0123ABCD45: payments }
`;

test('the settings of Slack: absolute paths of secrets, and who is who', () => {
  const document = readDocument('/etc/sluice/sluice.yaml', new TextEncoder().encode(TEXT));
  const loaded = 'value' in document ? readSettings(document.value) : document;
  expect('value' in loaded && loaded.value.slack).toEqual({
    botToken: '${file:/etc/sluice/secrets/bot}',
    appToken: '${env:APP}',
    api: 'https://slack-gov.com/api/',
    users: {
      U0123ABCD45: {
        name: 'ada',
        grants: [{ role: 'approver', lanes: ['checkout@*'] }],
        groups: ['payments'],
      },
      'ben@example.com': { name: 'ben', grants: [{ role: 'viewer', lanes: ['*@*'] }], groups: [] },
    },
    groups: { S0123ABCD45: 'payments' },
  });
});
