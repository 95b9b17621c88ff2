#!/usr/bin/env node
import type { Command } from 'commander';
import { endOf } from './failure.ts';
import { outliveReaders } from './gone-reader.ts';
import { shownText } from './line.ts';

outliveReaders([process.stdout, process.stderr]);
const words = process.argv.slice(2);
// Everybody tries it; it cannot be an option, since `lane adopt` and `schedule create` have one of this name.
if (words[0] === '--version') words[0] = 'version';
const program = await loadProgram(words[0]);
try {
  await program.parseAsync(words, { from: 'user' });
} catch (error) {
  const { exitCode, ...told } = endOf(error);
  const { message, code } = told;
  if (message !== undefined) {
    const text = code === undefined ? message : `${message} [${code}]`;
    process.stderr.write(
      program.opts()['json'] === true
        ? `${JSON.stringify({ error: told })}\n`
        : `sluice: ${shownText(text)}\n`,
    );
  }
  process.exitCode = exitCode;
}

/** A daemon that starts again is waited for, so it loads nothing of the other commands. */
async function loadProgram(command: string | undefined): Promise<Command> {
  if (command !== 'serve') return (await import('./program.ts')).createProgram();
  const [{ createRoot }, { registerServe }] = [await import('./root.ts'), await import('./serve.ts')];
  const root = createRoot();
  registerServe(root);
  return root;
}
