/** The user's own commands, and what they run with. */
import { resolve } from 'node:path';
import { z } from 'zod';
import type { CommandConfig } from '../plan.ts';
import { withAbsoluteFiles } from '../secrets.ts';
import { command, filePath, referenceText } from './addresses.ts';
import { list } from './mapping.ts';

const NAME = /^(?!SLUICE_)[A-Za-z_][A-Za-z0-9_]*$/;
const EXPECTED =
  'a variable name: letters, digits and underscores, not beginning with SLUICE_, which Sluice sets';

/** A line for `/bin/sh -c`, or a program with its arguments, which no shell reads. */
export function commandLine(description: string) {
  return z
    .union([command(description), list(command('The program, or an argument.'), 100)])
    .meta({ description });
}

/** The keys beside a command that say where and with what it runs. */
export const surroundings = {
  directory: filePath('Working directory. Default: the folder of this file.').exactOptional(),
  environment: z
    .record(
      z.string().regex(NAME, { error: EXPECTED }),
      referenceText('A value; ${env:NAME} and ${file:PATH} refer to secrets.'),
    )
    .exactOptional()
    .meta({ description: "Further environment variables. Of the daemon's own only a few are handed on." }),
};

/** Where and with what a command runs, every path absolute. */
export function resolveSurroundings(
  { directory, environment }: { directory?: string; environment?: Record<string, string> },
  folder: string,
): Pick<CommandConfig, 'directory' | 'environment'> {
  const absolute = (value: string): string => withAbsoluteFiles(value, (path) => resolve(folder, path));
  const variables = Object.entries(environment ?? {}).map(
    ([name, value]) => [name, absolute(value)] as const,
  );
  return { directory: resolve(folder, directory ?? '.'), environment: Object.fromEntries(variables) };
}
