import { resolveSecrets, secretsIn } from '../secrets.ts';

/** What every command inherits of the daemon's environment; the rest may hold secrets that are not its own. */
const inherited = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'];

/** The whole environment of a command, and the secrets in it, which no output of it may show. */
export interface CommandEnvironment {
  variables: Record<string, string>;
  secrets: string[];
}

/**
 * A few variables of the daemon's, then `written` with its secrets in place, then `told`. Throws a sentence that
 * names a reference which cannot be resolved.
 */
export async function commandEnvironment(
  written: Record<string, string>,
  told: Record<string, string>,
  daemon: Record<string, string | undefined>,
): Promise<CommandEnvironment> {
  const variables: Record<string, string> = {};
  for (const name of inherited) {
    const value = daemon[name];
    if (value !== undefined) variables[name] = value;
  }
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(written)) {
    variables[name] = await resolveSecrets(value, daemon);
    secrets.push(...(await secretsIn(value, daemon)).flatMap(withLines));
  }
  return { variables: { ...variables, ...told }, secrets };
}

/** A key of several lines may be printed line by line. Short lines would mask what is no secret. */
function withLines(secret: string): string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= 8);
  return [secret, ...(lines.length > 1 ? lines : [])];
}
