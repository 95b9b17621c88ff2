import { expect, test } from 'vitest';
import { faultsOfWrites } from '../../kill/written-faults.ts';

const written = (act: number, green: number, release = 7) => ({
  at: act,
  stamp: { lane: 'sample.demo', release, act },
  split: { blue: 10_000 - green, green },
});
const faultsOf = (...writes: ReturnType<typeof written>[]) =>
  faultsOfWrites(writes, { number: 7, slot: 'green', planned: [2000, 10_000] });

test('the planned writes, each once, are as they must be', () => {
  expect(faultsOf(written(1, 2000), written(2, 10_000))).toEqual([]);
});

test('all traffic at the candidate may be written once more before the old slot goes', () => {
  expect(faultsOf(written(1, 2000), written(2, 10_000), written(3, 10_000))).toEqual([]);
});

test.each([
  [[written(1, 2000), written(1, 2000), written(2, 10_000)], 'act 1 came into place more than once'],
  [[written(2, 2000), written(1, 10_000)], 'act 1 came into place after a later one'],
  [[written(1, 10_000)], 'the weights 10000 came into place, planned were 2000, 10000'],
  [
    [written(1, 2000), written(2, 2000), written(3, 10_000)],
    'the weights 2000, 2000, 10000 came into place, planned were 2000, 10000',
  ],
  [
    [written(1, 2000), written(2, 10_000), written(3, 10_000), written(4, 10_000)],
    'the weights 2000, 10000, 10000, 10000 came into place, planned were 2000, 10000',
  ],
  [[written(1, 2000), written(2, 10_000, 6)], "the file was replaced 1 times without this release's stamp"],
])('%#: what is not is told', (writes, fault) => {
  expect(faultsOf(...writes)).toContain(fault);
});
