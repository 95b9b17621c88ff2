import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EVENT_KINDS } from '../../../config/events.ts';
import { TOLD } from '../../../config/notifiers/interest.ts';

const text = readFileSync(new URL('../../../docs/notifiers.md', import.meta.url), 'utf8');
const section = text.split(/^## /m).find((part) => part.startsWith('Which events\n')) ?? '';

const quoted = (said: string): string[] => [...said.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);

test('docs/notifiers.md has every kind of event once, and no other', () => {
  const cells = [...section.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell);
  expect(cells.flatMap(quoted).toSorted()).toEqual([...EVENT_KINDS].toSorted());
});

test('docs/notifiers.md says which of them are told unless said otherwise', () => {
  const [, standard = ''] = /^Unless said otherwise: (.*)$/m.exec(section) ?? [];
  expect(quoted(standard)).toEqual(TOLD);
});
