import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program is: named by the environment variable, or found on PATH. Throws with the way to get it. */
export function findProgram(name: string, variable: string): string {
  const named = process.env[variable];
  if (named) return named;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  throw new Error(
    `${name} is not on PATH: run the tests by \`npm test\`, or set ${variable} to the program.`,
  );
}
