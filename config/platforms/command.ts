/** The user's own commands as a platform: what is written, and what a plan holds of it. */
import type { z } from 'zod';
import type { Finding } from '../finding.ts';
import type { CommandLine, Milliseconds } from '../plan.ts';
import { commandLine, resolveSurroundings, surroundings } from '../schema/command.ts';
import { mapping } from '../schema/mapping.ts';
import { duration } from '../schema/quantities.ts';
import { formatDuration } from '../units.ts';
import type { PlatformInput } from './platform-input.ts';

/** Instances by the user's own commands. */
export interface CommandPlatform {
  kind: 'command';
  /** Brings a version up in a slot, or changes nothing where it is there already; it need not wait for it. */
  deploy: CommandLine;
  /** Prints what is in a slot, as JSON. */
  ready: CommandLine;
  /** Takes a version out of a slot, or changes nothing where it is gone. */
  retire: CommandLine;
  /** Tells the user's own platform that the slot serves for good. */
  keepAlive?: CommandLine;
  /** Working directory of all of them, absolute. */
  directory: string;
  /** Further environment variables of all of them; values may be references to secrets. */
  environment: Record<string, string>;
  /** Each of them, `ready` excepted, is ended when it takes longer. */
  timeout: Milliseconds;
  /** How long taking a slot down may take: the timeout, and what ending the command takes. */
  grace: Milliseconds;
}

/** Time from SIGTERM to SIGKILL of a command, with a little for what comes after. */
const ENDING: Milliseconds = 15_000;

const written = mapping({
  deploy: commandLine(
    'Brings {{version}} up in {{slot}} and returns; repeated, it changes nothing. Text is for /bin/sh -c, a list is a program with its arguments.',
  ),
  ready: commandLine(
    'Prints what is in {{slot}} as JSON: {"ready": 2, "wanted": 2, "endpoints": ["http://10.0.0.7:8080"], "version": "v1"}.',
  ),
  retire: commandLine(
    'Takes {{version}} out of {{slot}}, waits until it is gone; repeated, it changes nothing.',
  ),
  keepAlive: commandLine(
    'Tells the platform that {{slot}} serves for good. None means that there is nothing to tell.',
  ).exactOptional(),
  ...surroundings,
  timeout: duration('How long each of them may take, `ready` excepted, which has 10 s.').prefault('5m'),
}).meta({ description: "The user's own commands." });

type Written = z.output<typeof written>;

/** The user's own commands. */
export const commands = written.transform((input): PlatformInput => ({
  findings: () => readyFindings(input),
  resolve: (folder) => resolveCommands(input, folder),
}));

/** Whoever asks what is in a slot does not know the version. */
function readyFindings({ ready }: Written): Finding[] {
  if (![ready].flat().some((text) => text.includes('{{version}}'))) return [];
  const message = 'ready is asked which version is in the slot, so it cannot be told {{version}}';
  return [{ path: ['ready'], message, expected: 'no placeholder but {{slot}}' }];
}

function resolveCommands(input: Written, folder: string): CommandPlatform {
  const { deploy, ready, retire, keepAlive, timeout } = input;
  return {
    kind: 'command',
    deploy,
    ready,
    retire,
    ...(keepAlive === undefined ? {} : { keepAlive }),
    ...resolveSurroundings(input, folder),
    timeout,
    grace: timeout + ENDING,
  };
}

/** The commands as part of a sentence. */
export function describeCommands({ deploy, ready, retire, directory, timeout }: CommandPlatform): string {
  const said = (line: CommandLine): string => `\`${typeof line === 'string' ? line : line.join(' ')}\``;
  return (
    `commands of your own in ${directory}: deploy ${said(deploy)}, ready ${said(ready)}, ` +
    `retire ${said(retire)}, each at most ${formatDuration(timeout)}`
  );
}
