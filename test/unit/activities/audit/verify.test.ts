import { expect, test } from 'vitest';
import { BEGINNING, hashOf, lineAfter, type AuditLine } from '../../../../activities/audit/line.ts';
import { endFault, verifyLines } from '../../../../activities/audit/verify.ts';
import { act } from './chain.ts';

const chain = 'checkout.production';
const written: AuditLine[] = [];
for (const number of [1, 2, 3, 4]) {
  written.push(lineAfter(chain, written.at(-1) ?? BEGINNING, act(number)));
}
const texts = written.map((line) => JSON.stringify(line));

function faults(lines: string[]): string[] | undefined {
  return verifyLines(lines).chains[0]?.faults;
}

const changes: [string, (lines: string[]) => string[], string][] = [
  [
    'removed',
    ([a = '', , c = '', d = '']) => [a, c, d],
    'line 2: act 2 of checkout.production is missing before act 3',
  ],
  [
    'removed at the begin',
    (lines) => lines.slice(2),
    'line 1: acts 1 to 2 of checkout.production are missing before act 3',
  ],
  [
    'changed',
    (lines) => lines.map((line) => line.replace('"v2"', '"v9"')),
    'line 2: act 2 of checkout.production was changed: it is not what its hash says',
  ],
  [
    'reordered',
    ([a = '', b = '', c = '', d = '']) => [a, c, b, d],
    'line 2: act 2 of checkout.production is missing before act 3',
  ],
  [
    'forged with a hash of its own',
    (lines) => lines.with(1, forged()),
    "line 3: act 3 of checkout.production does not follow act 2: one of the two was put in another's place",
  ],
];

test.each(changes)('a line that was %s is named', (_, change, fault) => {
  expect(faults(texts)).toEqual([]);
  expect(faults(change(texts))?.[0]).toBe(fault);
});

test('a line that stands twice was written by a repeated attempt, and a torn one is told', () => {
  const [a = '', b = '', c = '', d = ''] = texts;
  const check = verifyLines([a, b, b, c.slice(0, 30), c, d]);
  expect(check).toMatchObject({ chains: [{ lines: 4, faults: [] }], torn: [4] });
});

test('the order of the keys, and what another program writes between them, change nothing', () => {
  const turned = written.map((line) =>
    JSON.stringify(Object.fromEntries(Object.entries(line).toReversed()), null, 0),
  );
  expect(faults(turned)).toEqual([]);
});

test('the end is held against what its owner wrote last', () => {
  const [check] = verifyLines(texts).chains;
  const last = { number: 4, hash: written[3]?.hash ?? '' };
  if (check === undefined) throw new Error('There is no chain.');
  expect(endFault(check, last)).toBeUndefined();
  expect(endFault(check, { number: 6, hash: 'x' })).toMatch(/^acts 5 to 6 of .* are missing at the end/);
  expect(endFault(check, { number: 3, hash: 'x' })).toMatch(/^act 4 of .* is not its owner's/);
  expect(endFault(check, { number: 4, hash: 'x' })).toMatch(/^the last line of .*, act 4, is not the one/);
});

test('the hash is that of the canonical form of RFC 8785', () => {
  // Computed by `printf '{"a":[1,"é"],"b":{"x":null,"y":true}}' | sha256sum`.
  const expected = '964548c0';
  expect(hashOf({ b: { y: true, x: null }, a: [1, 'é'], hash: 'left out' }).slice(0, 8)).toBe(expected);
});

function forged(): string {
  return JSON.stringify(lineAfter(chain, written[0] ?? BEGINNING, act(2, { actor: 'eve' })));
}
