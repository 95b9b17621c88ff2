/** Names, versions and revisions that mean something to a shell, a file system, PromQL or a router get nowhere. */
import { execFileSync } from 'node:child_process';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { reportFile } from '../../../activities/archive/layout.ts';
import { rollbackBody, submitBody } from '../../../api/wire/submit.ts';
import { laneId, releaseId, version as versionOf } from '../../../api/wire/names.ts';
import { name } from '../../../config/schema/name.ts';
import type { TraefikRouter } from '../../../config/routers/traefik.ts';
import { selectorOf, selectVersion } from '../../../config/sources/prometheus/selector.ts';
import { programOf, renderCommand } from '../../../providers/commands/command-line.ts';
import { replaceIn, variablesOf } from '../../../providers/commands/subject.ts';
import { entriesFor } from '../../../providers/routers/haproxy/map-state.ts';
import { renderDynamicFile } from '../../../providers/routers/traefik/dynamic-file.ts';

const hostile = [
  'v1; reboot',
  '$(reboot)',
  '`reboot`',
  "v1' reboot '",
  'v1" reboot "',
  'v1\nreboot',
  'v1\n',
  '..',
  '../../etc/passwd',
  '/etc/passwd',
  'v1\0',
  '-rf',
  '--version',
  '',
  ' v1',
  'v1|reboot',
  'v1&reboot',
  'v1>f',
  'v1\\n',
  '${env:HOME}',
  '{{version}}',
  'v1"} or up{a="',
  'v\u202e1',
  'v1\u0000\u001b[2J',
  'ä',
  'v'.repeat(4096),
];

test.each(hostile)('%j is no name, version or revision for the API', (text) => {
  const release = { service: 'shop', environment: 'live', version: 'v1' };
  expect(submitBody.safeParse(release).success).toBe(true);
  for (const key of ['service', 'environment', 'version', 'revision']) {
    expect([key, submitBody.safeParse({ ...release, [key]: text }).success]).toEqual([key, false]);
  }
  expect(laneId.safeParse(`${text}.live`).success).toBe(false);
  expect(releaseId.safeParse(`shop.live.${text}`).success).toBe(false);
  expect(reportFile('/archive', `shop.${text}.1`)).toBeUndefined();
  expect(name.safeParse(text).success).toBe(false);
});

test.each(hostile)('%j comes into no command, whoever asks', (text) => {
  const subject = { service: 'shop', environment: 'live' };
  expect(() => renderCommand('deploy {{version}}', text, 'blue')).toThrow('cannot be used in a command');
  expect(() => variablesOf({ ...subject, version: text })).toThrow('The version');
  expect(() => variablesOf({ ...subject, revision: text })).toThrow('The revision');
});

// All that a version may be made of, at its most awkward.
const awkward = ['a.b_c:d@e/f+g-h', 'a--', '0/../..', 'a@sha256:0+1'];

describe.each(awkward)('the version %s', (version) => {
  test('is one', () => {
    expect(versionOf.parse(version)).toBe(version);
  });

  test.each(['{{version}}', "'{{version}}'", '"{{version}}"', 'x={{version}}; printf %s "$x"'])(
    'is one word to a shell: %s',
    (written) => {
      const line = written.startsWith('x=') ? written : `printf %s ${written}`;
      const [file = '', ...options] = programOf(line, (text) =>
        replaceIn(text, { service: 's', environment: 'e', version }),
      );
      expect(execFileSync(file, options, { encoding: 'utf8' })).toBe(version);
    },
  );

  test('is one value of a label in PromQL', () => {
    expect(selectorOf('n', { v: version })).toBe(`n{v="${version}"}`);
    const exact = selectVersion('n{v=~"{{version}}"}', version) ?? '';
    expect(exact.replaceAll(/\[(.)\]/g, '$1')).toBe(`n{v=~"${version}"}`);
    expect(exact).not.toMatch(/[^[][.+]/);
  });
});

test('what a platform says of its instances becomes one value in a router, or is refused', () => {
  const fence = { lane: 'shop.live', release: 1, act: 1 };
  const split = { blue: 10_000, green: 0 };
  const urls = ['http://10.0.0.1:80/"\n- url: "http://evil', "http://10.0.0.1:80/' }"];
  const config: TraefikRouter = {
    kind: 'traefik',
    rule: 'PathPrefix(`/`)',
    entryPoints: [],
    file: '',
    temporaryFolder: '',
    metrics: '',
    api: '',
  };
  for (const url of urls) {
    const targets = { blue: [url], green: [] };
    expect(() => entriesFor({ split, targets }, fence, 'given')).toThrow(
      'HAProxy cannot be given the instance',
    );
    const made: unknown = parse(renderDynamicFile(config, { split, targets }, fence));
    expect(made).toMatchObject({
      http: { services: { 'shop-live-blue': { loadBalancer: { servers: [{ url }] } } } },
    });
  }
});

test('what a rollback goes back to is looked up, so it may say anything, but not at any length', () => {
  expect(rollbackBody.safeParse({ to: 'x'.repeat(161), reason: 'a' }).success).toBe(false);
  expect(rollbackBody.safeParse({ to: '', reason: 'a' }).success).toBe(false);
});
