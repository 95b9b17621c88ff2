import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { AUDIT_ACTS, AUDIT_SOURCES } from '../../../workflows/audit-messages.ts';

let text: string;
beforeAll(async () => {
  text = await readFile(new URL('../../../docs/audit.md', import.meta.url), 'utf8');
});

function quoted(part: string): string[] {
  return [...part.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

function rowsUnder(heading: string): string[][] {
  const [, table = ''] = text.split(new RegExp(`^\\| ${heading} .*\\n\\|[ -|]+\\|\\n`, 'm'));
  const [rows = ''] = table.split('\n\n');
  return rows.split('\n').map((row) => row.split('|').map((cell) => cell.trim()));
}

// The compiler sees to it that no line names another one.
describe('docs/audit.md has', () => {
  test('every act that a line may name, once, and no other', () => {
    const told = rowsUnder('acts').flatMap(([, acts = '']) => quoted(acts));
    expect(told.toSorted()).toEqual(AUDIT_ACTS.toSorted());
  });

  test('every source that a line may name, and no other', () => {
    const [, , told = ''] = rowsUnder('field').find(([, field]) => field === '`actor`, `source`') ?? [];
    expect(quoted(told).toSorted()).toEqual(AUDIT_SOURCES.toSorted());
  });
});
