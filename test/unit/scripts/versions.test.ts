import { expect, test } from 'vitest';
import { postgresFits } from '../../../scripts/temporal-postgres/postgres-programs.ts';
import { nodeFits } from '../../../scripts/setup/node-runtime.mjs';
import { programs, requirementOf, temporalFits, traefikFits } from '../../../scripts/setup/programs.mjs';
import { alertmanagerFits, haproxyFits, prometheusFits } from '../../../scripts/setup/test-programs.mjs';
import { failureReason } from '../../../scripts/setup/setup-error.mjs';

test.each([
  ['20.20.2', false],
  ['22.17.1', false],
  ['22.18.0', true],
  ['24.0.0', true],
])('Node %s fits: %s', (version, fits) => {
  expect(nodeFits(version)).toBe(fits);
});

test.each([
  ['temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)', true],
  ['temporal version 1.10.0 (Server 1.33.2, UI 2.60.0)', true],
  ['temporal version 1.8.0 (Server 1.32.0, UI 2.54.1)', false],
  ['temporal version 1.9.1 (Server 1.31.4, UI 2.54.1)', false],
  ['tctl version 1.18.0', false],
])('"%s" fits: %s', (output, fits) => {
  expect(temporalFits(output)).toBe(fits);
});

test.each([
  ['Version:      3.7.15\nCodename:     langres', true],
  ['Version:      v3.10.0', true],
  ['Version:      3.6.2', false],
  ['Version:      4.0.0', false],
  ['', false],
])('traefik %j fits: %s', (output, fits) => {
  expect(traefikFits(output)).toBe(fits);
});

test.each([
  ['HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/', true],
  ['HAProxy version 2.4.24 2023/08/19 - https://haproxy.org/', false],
  ['HAProxy version 3.2.1 2026/01/01', true],
  ['HA-Proxy version 2.2.9-2+deb11u6 2023/12/18', false],
  ['', false],
])('haproxy %j fits: %s', (output, fits) => {
  expect(haproxyFits(output)).toBe(fits);
});

test.each([
  ['prometheus, version 2.42.0+ds (branch: debian/sid)', true],
  ['prometheus, version 3.5.0 (branch: HEAD)', true],
  ['prometheus, version 2.31.2+ds1 (branch: debian/sid)', false],
  ['', false],
])('prometheus %j fits: %s', (output, fits) => {
  expect(prometheusFits(output)).toBe(fits);
});

test('every program is pinned with a hash for each of the four systems', () => {
  for (const program of programs) {
    const { title, text } = requirementOf(program);
    expect(title).toMatch(/-bin-\d+\.\d+\.\d+$/);
    expect(text.match(/--hash=sha256:[0-9a-f]{64}\b/g)).toHaveLength(4);
  }
});

test.each([
  [
    'npm error code E1\nnpm error\nnpm error No space left\nnpm error A complete log of this',
    'No space left',
  ],
  [
    "WARNING: Retrying: NewConnectionError('[Errno 111] Connection refused')\nERROR: No matching distribution found for x",
    '[Errno 111] Connection refused',
  ],
  ['ERROR: No matching distribution found for x==1', 'ERROR: No matching distribution found for x==1'],
  ['', 'it printed nothing'],
])('the reason in %j', (output, reason) => {
  expect(failureReason(output)).toBe(reason);
});

test.each([
  ['postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', true],
  ['postgres (PostgreSQL) 13.0', true],
  ['postgres (PostgreSQL) 18rc1', true],
  ['postgres (PostgreSQL) 12.22', false],
  ['initdb: error', false],
])('"%s" fits: %s', (output, fits) => {
  expect(postgresFits(output)).toBe(fits);
});

test.each([
  ['alertmanager, version 0.25.0 (branch: debian/sid, revision: 0.25.0-1+b4)', true],
  ['alertmanager, version 1.2.0 (branch: HEAD)', true],
  ['alertmanager, version 0.24.0 (branch: HEAD)', false],
  ['something else', false],
])('Alertmanager by "%s": %s', (output, fits) => {
  expect(alertmanagerFits(output)).toBe(fits);
});
