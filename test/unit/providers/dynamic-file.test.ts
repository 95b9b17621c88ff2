import { expect, test } from 'vitest';
import type { TraefikRouter } from '../../../config/routers/traefik.ts';
import { parseStamp } from '../../../providers/routers/fence.ts';
import { parseDynamicFile, renderDynamicFile } from '../../../providers/routers/traefik/dynamic-file.ts';

const config: TraefikRouter = {
  kind: 'traefik',
  file: '/dynamic/checkout.yaml',
  temporaryFolder: '/temporary',
  metrics: 'http://127.0.0.1:1/metrics',
  api: 'http://127.0.0.1:1',
  rule: 'Host(`shop.example`) && PathPrefix(`/`)',
  entryPoints: [],
};
const lane = 'checkout.production';
const fence = { lane, release: 3, act: 12 };
const targets = { blue: ['http://127.0.0.1:1001'], green: [] };
const split = { blue: 10_000, green: 0 };

test('is written for people to read', () => {
  expect(renderDynamicFile({ ...config, entryPoints: ['web'] }, { split, targets }, fence)).toMatchSnapshot();
});

test('is read back as it was written', () => {
  const text = renderDynamicFile(config, { split, targets }, fence);
  expect(parseDynamicFile(text, lane)).toEqual({ stamp: fence, split, targets, rule: config.rule });
});

test('keeps its stamp when nothing is served', () => {
  const text = renderDynamicFile(config, { split: null, targets }, fence);
  expect(text).toBe('# managed by sluice, lane checkout.production, release 3, act 12\n');
  expect(parseDynamicFile(text, lane)).toMatchObject({ stamp: fence, split: null });
});

test('takes weights that a person wrote as shares', () => {
  const text = renderDynamicFile(config, { split, targets }, fence);
  const edited = text.replace('weight: 10000', 'weight: 3').replace('weight: 0', 'weight: 1');
  expect(parseDynamicFile(edited, lane).split).toEqual({ blue: 7500, green: 2500 });
});

test.each([
  ['not YAML', 'http: [', /not valid YAML/],
  ['another shape', 'tcp: {}', /does not hold the router and services/],
  ['a list', '- a', /does not hold/],
])('says why it cannot be understood: %s', (_, body, reason) => {
  const found = parseDynamicFile(`# managed by sluice, lane ${lane}, release 3, act 12\n${body}\n`, lane);
  expect(found).toMatchObject({ stamp: fence, split: null });
  expect(found.unreadable).toMatch(reason);
});

test('says that traffic goes elsewhere', () => {
  const text = renderDynamicFile(config, { split, targets }, fence);
  expect(
    parseDynamicFile(text.replace('name: checkout-production-green', 'name: other'), lane).unreadable,
  ).toBe(undefined);
  const elsewhere = text.replace('name: checkout-production-blue', 'name: other');
  expect(parseDynamicFile(elsewhere, lane).unreadable).toMatch(/its traffic goes elsewhere/);
});

test.each([
  'managed by sluice',
  'managed by sluice, lane checkout.production, release 3, act 12 ',
  'managed by sluice, lane checkout, release 3, act 12',
  'managed by sluice, lane checkout.production, release -3, act 12',
  'managed by sluice, lane checkout.production, release 3, act 1e3',
  'Managed by sluice, lane checkout.production, release 3, act 12',
])('takes no other text for a stamp: %s', (text) => {
  expect(parseStamp(text)).toBe(null);
});
