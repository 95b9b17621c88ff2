import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { beforeAll, describe, expect, test } from 'vitest';
import { exitCodes } from '../../../cli/exit-codes.ts';
import { createProgram } from '../../../cli/program.ts';

let text: string;
beforeAll(async () => {
  text = await readFile(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
});

function cells(heading: string): string[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `?([^|`]+?)`? +\|/gm)].map(([, cell = '']) => cell).slice(2);
}

function everyCommand(command: Command, path = ''): [string, Command][] {
  const name = `${path} ${command.name()}`.trim();
  const own: [string, Command][] = command.options.length > 0 ? [[name, command]] : [];
  if (command.commands.length === 0) return [[name, command]];
  return [...(path === '' ? [] : own), ...command.commands.flatMap((each) => everyCommand(each, name))];
}

describe('docs/cli.md has', () => {
  test('every command, and no other', () => {
    const told = cells('Commands').map((cell) => cell.replace(/ [A-Z].*$/, ''));
    expect(new Set(told)).toEqual(new Set(everyCommand(createProgram()).map(([name]) => name)));
  });

  test('every option, and no other', () => {
    const program = createProgram();
    const commands = [program, ...everyCommand(program).map(([, command]) => command)];
    const flags = commands.flatMap(({ options }) => options.map((option) => option.flags));
    expect(new Set(cells('Options'))).toEqual(new Set(flags));
  });

  test('every exit status, and no other', () => {
    expect(new Set(cells('Exit').map(Number))).toEqual(new Set(Object.values(exitCodes)));
  });
});
