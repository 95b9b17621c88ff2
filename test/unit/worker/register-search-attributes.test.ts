import { expect, test } from 'vitest';
import { registrationNeeded } from '../../../worker/register-search-attributes.ts';

test('what cannot be registered is told with the commands that do it', () => {
  const target = { address: 'temporal.example:7233', namespace: 'shop', credentials: {} };
  expect(registrationNeeded(target, ['SluicePhase', 'SluiceOutcome'], 'permission denied')).toBe(
    [
      'Temporal at temporal.example:7233 lacks search attributes in namespace shop, and they could not be registered (permission denied).',
      'Have somebody who may do it run these commands, then start again:',
      '  temporal operator search-attribute create --address temporal.example:7233 --namespace shop --name SluicePhase --type Keyword',
      '  temporal operator search-attribute create --address temporal.example:7233 --namespace shop --name SluiceOutcome --type Keyword',
    ].join('\n'),
  );
});
