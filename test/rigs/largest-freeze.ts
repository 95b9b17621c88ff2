import type { FreezeRequest } from '../../workflows/registry/freeze-types.ts';

/** The largest freeze that the API takes, about 20 kB: each character of its words takes six bytes. Each number is by somebody else. */
export function largestFreeze(number: number): FreezeRequest & { key: string } {
  const lane = (index: number): string => `l${index}`.padEnd(63, 'x');
  const lanes = Array.from({ length: 100 }, (_, index) => `${lane(index)}@${lane(index)}`);
  const words = {
    actor: `m${number}`.padEnd(200, 'm'),
    reason: '\u0001'.repeat(1000),
    owner: '\u0001'.repeat(200),
  };
  const keyed = { key: `make${number}`.padEnd(64, '0'), bodyHash: 'b'.repeat(64) };
  return { ...words, ...keyed, lanes, start: 0, end: 9e12 };
}
