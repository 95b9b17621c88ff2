import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readDocument } from '../../../config/document.ts';
import { readSettings } from '../../../config/settings.ts';
import { resolvePlan } from '../../../config/resolve.ts';
import { strategySteps } from '../../../config/strategies.ts';
import { SCHEMAS } from '../../../scripts/schemas.ts';
import { EXAMPLE, serviceFile } from './example.ts';

const DOCS = new URL('../../../docs/', import.meta.url);
const pages = ['service-file.md', 'commands.md', 'rules.md'];
const service = pages.flatMap(yamlBlocks).filter((block) => block.startsWith('service:'));
const strategies = yamlBlocks('service-file.md').filter((block) => block.startsWith('steps:'));
const metrics = yamlBlocks('prometheus.md').filter((block) => block.startsWith('metrics:'));
const settings = [
  ...yamlBlocks('settings.md'),
  ...yamlBlocks('auth.md').filter((block) => /^(listen|auth):/.test(block)),
];

test.each([...SCHEMAS])('docs/schemas/%s is what `npm run schemas` writes', (name, text) => {
  expect(readFileSync(new URL(`schemas/${name}`, DOCS), 'utf8')).toBe(text);
});

describe('the examples of the manual are right', () => {
  test('there are examples', () => {
    expect([service, strategies, metrics, settings].map(({ length }) => length)).toEqual([4, 2, 2, 4]);
  });

  test.each(service)('service file %#', (text) => {
    expect(Object.keys(serviceFile(text).environments)).toHaveLength(1);
    expect(conforms('service.schema.json', parse(text))).toBe(true);
  });

  test.each(metrics)('metrics of a Prometheus %#', (text) => {
    const [before, steps] = [EXAMPLE.indexOf('    metrics:'), EXAMPLE.indexOf('    steps:')];
    const written =
      EXAMPLE.slice(0, before) + text.replaceAll(/^/gm, '    ') + EXAMPLE.slice(steps).trimStart();
    expect(resolvePlan(serviceFile(written), 'production')?.metrics).toHaveLength(2);
    expect(conforms('service.schema.json', parse(written))).toBe(true);
  });

  test.each(settings)('settings %#', (text) => {
    const document = readDocument('sluice.yaml', new TextEncoder().encode(text));
    expect('value' in document && readSettings(document.value)).toHaveProperty('value');
    expect(conforms('settings.schema.json', parse(text))).toBe(true);
  });

  test.each([
    ['canary', strategies[0]],
    ['blue-green', strategies[1]],
  ] as const)('strategy %s is the list that is shown', (strategy, text) => {
    const written = EXAMPLE.slice(0, EXAMPLE.indexOf('    steps:')) + (text ?? '').replaceAll(/^/gm, '    ');
    const plan = resolvePlan(serviceFile(written), 'production');
    expect(plan?.steps).toEqual(strategySteps(strategy, '/health'));
  });
});

describe('the published schema refuses what the reader refuses', () => {
  test.each([
    ['an unknown key', EXAMPLE.replace('safeMargin', 'safemargin')],
    ['a missing key', EXAMPLE.replace('instances: 2, ', '')],
    ['a percentage without its sign', EXAMPLE.replace('5%', '5')],
    ['a step with two keys', EXAMPLE.replace('keep: 1h', 'keep: 1h\n        shift: 6%')],
    ['an unknown step', EXAMPLE.replace('- cutover', '- cut')],
  ])('%s', (_what, text) => {
    expect(() => serviceFile(text, 'service.yaml')).toThrow('service.yaml');
    expect(conforms('service.schema.json', parse(text))).toBe(false);
  });
});

function conforms(name: string, value: unknown): boolean {
  return z.fromJSONSchema(JSON.parse(SCHEMAS.get(name) ?? 'false')).safeParse(value).success;
}

function yamlBlocks(name: string): string[] {
  const text = readFileSync(new URL(name, DOCS), 'utf8');
  return [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
}
