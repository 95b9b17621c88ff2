import { existsSync } from 'node:fs';
import { version as versionName } from '../../api/wire/names.ts';
import { quote } from '../../config/units.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';

/** What the words after the lane mean. */
export interface Words {
  version?: string;
  /** Files and folders to read; empty: none were named. */
  paths: string[];
}

/**
 * Reads `[VERSION] [PATH…]`. The first word is a path when something of that name is on disk or when it is written
 * like one (`./x`, `/x`, `x/`, `x.yaml`), else it is the version; with `--file` all words but it are refused.
 */
export function readWords(words: readonly string[], files: readonly string[]): Words {
  const [first, ...rest] = words;
  if (files.length > 0) {
    if (rest.length > 0) throw refused(`${quote(rest[0] ?? '')} is one word too many beside --file`);
    return { paths: [...files], ...(first === undefined ? {} : { version: checked(first) }) };
  }
  if (first === undefined || isPath(first)) return { paths: [...words] };
  return { version: checked(first), paths: rest };
}

function isPath(word: string): boolean {
  return /^\.{0,2}\/|\/$|\.ya?ml$|^\.{1,2}$/.test(word) || existsSync(word);
}

function checked(word: string): string {
  const { success, error } = versionName.safeParse(word);
  if (success) return word;
  const expected = error.issues[0]?.message ?? 'expected a version';
  throw refused(`${quote(word)} names no file and is no version: ${expected}`);
}

function refused(message: string): CommandFailure {
  const words = 'SERVICE@ENVIRONMENT [VERSION] [PATH…]';
  return new CommandFailure(exitCodes.usage, `${message}; write ${words}, or name files by --file`);
}
