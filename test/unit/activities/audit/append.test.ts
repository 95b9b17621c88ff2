import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendActs } from '../../../../activities/audit/append.ts';
import { endFault, verifyLines } from '../../../../activities/audit/verify.ts';
import type { AuditHead } from '../../../../workflows/audit-messages.ts';
import { temporaryFolder, type TemporaryFolder } from '../../../rigs/temporary-folder.ts';
import { act } from './chain.ts';

const chain = 'checkout.production';
let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder('audit');
});
afterEach(async () => folder.remove());

const file = (): string => join(folder.path, 'audit', `${chain}.jsonl`);
const lines = async (): Promise<string[]> => (await readFile(file(), 'utf8')).split('\n').slice(0, -1);
const append = async (head: AuditHead | null, ...numbers: number[]): Promise<AuditHead> =>
  appendActs(file(), { chain, head, acts: numbers.map((number) => act(number)) });

test('each act is one line, whole, after the one before it', async () => {
  const first = await append(null, 1, 2);
  const last = await append(first, 3);
  const written = await lines();
  expect(written.map((text): unknown => JSON.parse(text))).toMatchObject([
    { number: 1, prev: '', ...act(1) },
    { number: 2, ...act(2) },
    { number: 3, prev: first.hash, ...act(3), hash: last.hash },
  ]);
  expect(verifyLines(written)).toEqual({ chains: [{ chain, lines: 3, last, faults: [] }], torn: [] });
});

test('a repeated attempt adds nothing, also where it knows nothing of the first', async () => {
  const first = await append(null, 1, 2);
  expect(await append(null, 1, 2)).toEqual(first);
  const second = await append(first, 3);
  expect(await append(first, 3)).toEqual(second);
  expect(await lines()).toHaveLength(3);
});

test('an attempt that was cut short is gone on with, and a torn line stays behind', async () => {
  const first = await append(null, 1);
  await append(first, 2);
  const [one = '', two = ''] = await lines();
  await writeFile(file(), `${one}\n${two.slice(0, 40)}`);
  const last = await append(first, 2, 3);
  const check = verifyLines(await lines());
  expect(check).toEqual({ chains: [{ chain, lines: 3, last, faults: [] }], torn: [2] });
});

test('an owner without memory goes on after what the file has, and the chain says so', async () => {
  await append(null, 1, 2);
  const last = await append(null, 3);
  expect(last.number).toBe(4);
  expect(JSON.parse((await lines())[2] ?? '')).toMatchObject({ number: 3, act: 'chain-resumed' });
  expect(await append(null, 3)).toEqual(last);
  expect(verifyLines(await lines()).chains).toEqual([{ chain, lines: 4, last, faults: [] }]);
});

test('what somebody took from the end shows, also when the chain goes on after it', async () => {
  const head = await append(null, 1, 2, 3);
  const [one = '', two = ''] = await lines();
  await writeFile(file(), `${one}\n${two}\n`);
  const [shorter] = verifyLines(await lines()).chains;
  expect(shorter && endFault(shorter, head)).toBe(
    `act 3 of ${chain} is missing at the end: its owner wrote 3 lines`,
  );
  const last = await append(head, 4);
  const [check] = verifyLines(await lines()).chains;
  expect(check).toMatchObject({ last, faults: [`line 3: act 3 of ${chain} is missing before act 4`] });
  expect(check && endFault(check, last)).toBeUndefined();
});
