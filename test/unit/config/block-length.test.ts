import { expect, test } from 'vitest';
import { resolvePlan } from '../../../config/resolve.ts';
import { EXAMPLE, serviceFile } from './example.ts';

const PROMETHEUS = 'prometheus: { url: "http://127.0.0.1:9090" }';

test.each([
  ['nothing', '', '', [30_000, false, 10_000, 10_000]],
  ['an interval', '{ interval: 20s }', '', [60_000, false, 20_000, 20_000]],
  ['a Prometheus that reads each 15 s', '', PROMETHEUS, [45_000, false, 15_000, 30_000]],
  ['a block of the default intervals', '{ block: 1m }', '', [60_000, true, 10_000, 60_000]],
  ['a block that only halves are intervals of', '{ block: 25s }', '', [25_000, true, 12_500, 25_000]],
  ['a short block', '{ block: 1s }', '', [1000, true, 1000, 1000]],
  ['a block beside a Prometheus', '{ block: 1m }', PROMETHEUS, [60_000, true, 20_000, 60_000]],
])('with %s', (_what, analysis, source, [block, blockGiven, interval, shortestBlock]) => {
  const text = EXAMPLE.replace('preset: traefik/errors', `preset: traefik/errors, ${source}`)
    .replace(', }', ' }')
    .replace('    steps:', `    analysis: ${analysis || '{}'}\n    steps:`);
  expect(resolvePlan(serviceFile(text), 'production')?.analysis).toMatchObject({
    block,
    blockGiven,
    interval,
    shortestBlock,
  });
});

test('blocks are chosen so long that one history can keep them', () => {
  const text = EXAMPLE.replace('keep: 1h', 'keep: 30d');
  expect(resolvePlan(serviceFile(text), 'production')?.analysis.shortestBlock).toBe(51_882);
});
