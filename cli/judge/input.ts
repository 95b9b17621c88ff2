import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';

/** The JSON in a file, or on standard input for `-`. Throws a `CommandFailure` where there is none. */
export async function readJson(file: string): Promise<unknown> {
  const read = await attempt(`${file} cannot be read`, async () =>
    file === '-' ? text(process.stdin) : readFile(file, 'utf8'),
  );
  return attempt<unknown>(`${file} is not JSON`, () => JSON.parse(read));
}

async function attempt<T>(failed: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // A mistake in JSON is told with a piece of the file, line breaks and all.
    const why = said.replaceAll(/\s+/g, ' ');
    throw new CommandFailure(exitCodes.usage, `${failed}: ${why}`);
  }
}
