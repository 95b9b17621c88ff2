import { expect, test } from 'vitest';
import { tokenRealm } from '../../../../providers/versions/token-realm.ts';

const LOCAL = 'http://127.0.0.1:5000';
const PUBLIC = 'https://registry.example.com';

test.each([
  [PUBLIC, 'https://registry.example.com/token'],
  [PUBLIC, 'https://auth.example.com/token?account=ann'],
  [LOCAL, 'https://auth.example.com/token'],
  [LOCAL, 'http://127.0.0.1:5001/token'],
])('%s may have its tokens at %s', (registry, realm) => {
  expect(tokenRealm(realm, registry)?.href).toBe(realm);
});

test.each([
  [PUBLIC, 'http://registry.example.com/token', 'it has to be https.'],
  [PUBLIC, 'http://127.0.0.1/token', 'it has to be https.'],
  [PUBLIC, 'http://169.254.169.254/latest/meta-data', 'it has to be https.'],
  [PUBLIC, 'file:///etc/passwd', 'it has to be https.'],
  [LOCAL, 'http://10.0.0.7/token', 'it has to be https, or http on 127.0.0.1 itself.'],
  [LOCAL, 'ftp://127.0.0.1/token', 'it has to be https, or http on 127.0.0.1 itself.'],
])('%s is sent no login at %s', (registry, realm, allowed) => {
  expect(() => tokenRealm(realm, registry)).toThrow(allowed);
});

test.each([undefined, '', '/token'])('%j is no address', (realm) => {
  expect(tokenRealm(realm, PUBLIC)).toBeUndefined();
});
