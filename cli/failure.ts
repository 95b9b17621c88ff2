import { CommanderError } from 'commander';
import { ClientFailure } from '../api/client/failure.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** Ends the command with an exit status and a sentence that says what to do next. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = 'CommandFailure';
    this.exitCode = exitCode;
  }
}

/** How a command that threw ends: its status, and what is said on stderr (nothing when it was said already). */
export function endOf(error: unknown): { exitCode: number; message?: string; code?: string } {
  if (error instanceof CommanderError) {
    // Commander has printed its message, or the help that was asked for.
    return { exitCode: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage };
  }
  if (error instanceof CommandFailure) return { exitCode: error.exitCode, message: error.message };
  if (error instanceof ClientFailure) {
    const refused = error.status === 401 || error.status === 403 || error.status === 409;
    const exitCode = refused ? exitCodes.refused : exitCodes.usage;
    return { exitCode, message: error.message, code: error.code };
  }
  return { exitCode: exitCodes.usage, message: error instanceof Error ? error.message : String(error) };
}
