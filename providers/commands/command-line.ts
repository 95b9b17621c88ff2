import type { CommandLine, Slot } from '../../config/plan.ts';

// None of these characters means anything to a shell, so a version is safe within any quotes of a command.
const versionPattern = /^[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,254}$/;

/** Throws when a version, or a revision, could end up as shell syntax in somebody's script. */
export function refuseUnsafe(version: string, what: 'version' | 'revision' = 'version'): void {
  if (versionPattern.test(version)) return;
  throw new Error(
    `The ${what} ${JSON.stringify(version)} cannot be used in a command: it has to begin with a letter or digit ` +
      `and hold only letters, digits and . _ : @ / + - (255 at most).`,
  );
}

/** The command with `{{version}}` and `{{slot}}` replaced. Throws when the version could end up as shell syntax. */
export function renderCommand(command: string, version: string, slot: Slot): string {
  refuseUnsafe(version);
  return command.replaceAll('{{version}}', version).replaceAll('{{slot}}', slot);
}

/** The program and its arguments: a line is for `/bin/sh -c`, a list is taken as it is. */
export function programOf(command: CommandLine, replace: (text: string) => string): string[] {
  return typeof command === 'string' ? ['/bin/sh', '-c', replace(command)] : command.map(replace);
}
