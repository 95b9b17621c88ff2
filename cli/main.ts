#!/usr/bin/env node
import type { Command } from 'commander';
import { endOf } from './failure.ts';
import { outliveReaders } from './gone-reader.ts';
import { shownText } from './line.ts';

outliveReaders([process.stdout, process.stderr]);
const program = await loadProgram(process.argv[2]);
try {
  await program.parseAsync();
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
