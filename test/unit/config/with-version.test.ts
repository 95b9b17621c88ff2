import { expect, test } from 'vitest';
import type { ScrapeQuery } from '../../../config/sources/scrape.ts';
import { withVersion } from '../../../config/sources/index.ts';
import { selectVersion } from '../../../config/sources/prometheus/selector.ts';

const query: ScrapeQuery = {
  kind: 'scrape',
  url: 'http://127.0.0.1:9100/metrics',
  series: 'requests_total',
  labels: { blue: { build: 'shop-{{version}}', zone: 'a' }, green: { build: 'shop-{{version}}', zone: 'a' } },
};

test('a slot is asked for the version that runs there, and the query stays as it was', () => {
  const asked = withVersion(query, 'green', 'v2$&');
  expect(asked?.labels.green).toEqual({ build: 'shop-v2$&', zone: 'a' });
  expect(query.labels.green['build']).toBe('shop-{{version}}');
});

test('without a known version nothing can be asked, unless the query does not name it', () => {
  expect(withVersion(query, 'blue', undefined)).toBeUndefined();
  const plain = { ...query, labels: { blue: { slot: 'blue' }, green: { slot: 'green' } } };
  expect(withVersion(plain, 'blue', undefined)).toBe(plain);
});

test.each([
  ['requests_total{build="shop-{{version}}"}', 'requests_total{build="shop-1.4+b2"}'],
  [
    'requests_total{build=~"shop-{{version}}-.*",a="{{version}}"}',
    'requests_total{build=~"shop-1[.]4[+]b2-.*",a="1.4+b2"}',
  ],
  [
    "requests_total{build!~'.*{{version}}', a=`{{version}}`}",
    "requests_total{build!~'.*1[.]4[+]b2', a=`1.4+b2`}",
  ],
  ['requests_total{slot="blue"}', 'requests_total{slot="blue"}'],
])('the selector %s of 1.4+b2 is %s', (selector, filled) => {
  expect(selectVersion(selector, '1.4+b2')).toBe(filled);
});

test('a selector that names the version is none without one', () => {
  expect(selectVersion('requests_total{build="{{version}}"}', undefined)).toBeUndefined();
  expect(selectVersion('requests_total', undefined)).toBe('requests_total');
});
