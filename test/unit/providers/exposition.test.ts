import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExposition, type Heads } from '../../../providers/exposition.ts';

test('reads names, labels and values, and passes over comments, types and time stamps', () => {
  const page = [
    '# HELP requests_total Requests.',
    '# TYPE requests_total counter',
    'requests_total{code="200",method="GET"} 1027 1395066363000',
    '  requests_total { code = "500" , method = "GET" , }  3  ',
    '',
    'up 1',
    'seconds_bucket{le="+Inf"} 1.79547824903e+09',
    'temperature:celsius -.5',
    '# EOF',
  ].join('\n');
  expect(parseExposition(page)).toEqual([
    { name: 'requests_total', labels: { code: '200', method: 'GET' }, value: 1027 },
    { name: 'requests_total', labels: { code: '500', method: 'GET' }, value: 3 },
    { name: 'up', labels: {}, value: 1 },
    { name: 'seconds_bucket', labels: { le: '+Inf' }, value: 1_795_478_249.03 },
    { name: 'temperature:celsius', labels: {}, value: -0.5 },
  ]);
});

test('reads line ends of both kinds', () => {
  expect(parseExposition('a 1\r\nb{x="y"} 2\r\n')).toEqual([
    { name: 'a', labels: {}, value: 1 },
    { name: 'b', labels: { x: 'y' }, value: 2 },
  ]);
});

test('reads escapes in label values', () => {
  const [sample] = parseExposition(
    'a{path="C:\\\\dir",quote="say \\"hi\\"",lines="one\\ntwo",brace="}{,="} 1',
  );
  expect(sample?.labels).toEqual({ path: 'C:\\dir', quote: 'say "hi"', lines: 'one\ntwo', brace: '}{,=' });
});

test.each([
  ['NaN', NaN],
  ['+Inf', Infinity],
  ['Inf', Infinity],
  ['-Inf', -Infinity],
])('reads %s', (text, value) => {
  expect(parseExposition(`a ${text}`)[0]?.value).toBe(value);
});

test('an empty page has no samples', () => {
  expect(parseExposition('')).toEqual([]);
  expect(parseExposition('\n# only a comment\n')).toEqual([]);
});

test.each([
  ['<!DOCTYPE html><html>', /HTML or XML/],
  ['  {"status":"ok"}', /JSON/],
  ['[1]', /JSON/],
  ['a 1\nb', /Line 2 is not in Prometheus' text format: b$/],
  ['a{x="y" 1', /Line 1/],
  ['a{x=y} 1', /Line 1/],
  ['a{x="y"} ', /Line 1/],
  ['a{x="y",x="z"} 1', /Line 1/],
  ['a 0x10', /Line 1/],
  ['a 1 2 3', /Line 1/],
  ['a 1 noon', /Line 1/],
  ['9a 1', /Line 1/],
  ['404 page not found', /Line 1/],
])('refuses %j', (page, message) => {
  expect(() => parseExposition(page)).toThrow(message);
});

test('reads a large page quickly', () => {
  const line =
    'traefik_service_requests_total{code="200",method="GET",protocol="http",service="a-b@file"} 51\n';
  const began = performance.now();
  expect(parseExposition(line.repeat(20_000))).toHaveLength(20_000);
  expect(performance.now() - began).toBeLessThan(5000);
});

test('a line that never ends its quotes does not take long', () => {
  const began = performance.now();
  expect(() => parseExposition(`a{x="${'\\'.repeat(200_000)}`)).toThrow(/Line 1/);
  expect(performance.now() - began).toBeLessThan(5000);
});

const line = fc.oneof(
  fc
    .record({
      name: fc.constantFrom('a', 'a_bucket'),
      label: fc.constantFrom(
        'x="1"',
        'x="}"',
        'x="} 5"',
        'x="1",y="2"',
        'x=" \\" } ",',
        'x=1',
        'x="1",x="1"',
        '',
      ),
      rest: fc.constantFrom(' 1', ' 2', ' NaN', '3', ' 4 1700', ' 5 # {t="1"} 1', ' }', '', ' one', '  6 '),
    })
    .map(({ name, label, rest }) => `${name}{${label}}${rest}`),
  fc.constantFrom('a 1', 'a 2 }', '', '# a', ' a{x="1"} 7', 'a {x="1"} 8', '} 1'),
);

test('what it reads, and what it refuses, is the same with the heads of earlier pages as without', () => {
  const attempt = (page: string, heads?: Heads): unknown => {
    try {
      return parseExposition(page, heads);
    } catch (error) {
      return String(error);
    }
  };
  fc.assert(
    fc.property(fc.array(fc.array(line, { maxLength: 4 }), { maxLength: 5 }), (pages) => {
      const heads: Heads = new Map();
      for (const page of pages.map((lines) => lines.join('\n'))) {
        expect(attempt(page, heads)).toEqual(attempt(page));
      }
    }),
    { numRuns: 2000 },
  );
});

test('heads that a page has no more do not pile up', () => {
  const heads: Heads = new Map();
  for (let i = 0; i < 20; i += 1) {
    parseExposition(Array.from({ length: 10 }, (_, at) => `a{x="${i}-${at}"} 1`).join('\n'), heads);
  }
  expect(heads.size).toBeLessThanOrEqual(20);
  parseExposition('a{x="1"} 1', heads);
  parseExposition('a{x="1"} 2', heads);
  expect([...heads.keys()]).toEqual(['a{x="1"}']);
});
