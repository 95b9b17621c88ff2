#!/usr/bin/env node
import { createProgram } from './program.ts';
import { endOf } from './failure.ts';

const program = createProgram();
try {
  await program.parseAsync();
} catch (error) {
  const { exitCode, ...told } = endOf(error);
  const { message, code } = told;
  if (message !== undefined) {
    const text = code === undefined ? message : `${message} [${code}]`;
    process.stderr.write(
      program.opts()['json'] === true ? `${JSON.stringify({ error: told })}\n` : `sluice: ${text}\n`,
    );
  }
  process.exitCode = exitCode;
}
