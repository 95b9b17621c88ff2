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

function rowsOf(heading: string): string[][] {
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `.*$/gm)].map(([row]) =>
    row
      .split('|')
      .slice(1)
      .map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1')),
  );
}

/** The page's word for what is done to a release that runs. */
function isAct(command: Command): boolean {
  return (
    command.parent?.name() === 'release' &&
    command.name() !== 'start' &&
    command.options.some(({ flags }) => flags === '--reason <text>')
  );
}

/** The commands of a cell: a group stands for those in it that have the option, `acts` for all acts. */
function namedIn(cell: string, acts: string[]): { named: string[]; but: string[] } {
  const [included = '', excluded = ''] = cell.split(' but ');
  const words = (of: string): string[] => of.replaceAll('`', '').split(', ').filter(Boolean);
  return {
    named: words(included).flatMap((each) => (each === 'acts' ? acts : [each.replace(/ --.*$/, '')])),
    but: words(excluded),
  };
}

function covers(named: string, command: string): boolean {
  return command === named || command.startsWith(`${named} `);
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

  test('of each option every command that has it, and no other', () => {
    const commands = everyCommand(createProgram()).map(
      ([name, command]) => [name.replace(/^sluice /, ''), command] as const,
    );
    const acts = commands.filter(([, command]) => isAct(command)).map(([name]) => name);
    const wrong = rowsOf('Options').flatMap(([flags = '', of = '']) => {
      const having = commands
        .filter(([, { options }]) => options.some((option) => option.flags === flags))
        .map(([name]) => name);
      // Those that stand before a command are of many; `--help` of the program has them.
      if (having.length === 0) return [];
      const { named, but } = namedIn(of, acts);
      const told = having.filter((name) => named.some((each) => covers(each, name)) && !but.includes(name));
      const without = named.filter(
        (each) => !having.some((name) => covers(each, name)) && !but.includes(each),
      );
      return told.length === having.length && without.length === 0 ? [] : [{ flags, of, having, without }];
    });
    expect(wrong).toEqual([]);
  });

  test('every exit status, and no other', () => {
    expect(new Set(cells('Exit').map(Number))).toEqual(new Set(Object.values(exitCodes)));
  });
});
