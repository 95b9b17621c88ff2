/** Local processes as a platform: what is written, its rules, and what a plan holds of it. */
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Finding } from '../finding.ts';
import type { Milliseconds } from '../plan.ts';
import { command, filePath, referenceText, requestPath } from '../schema/addresses.ts';
import { number, text } from '../schema/leaf.ts';
import { mapping } from '../schema/mapping.ts';
import { variableName } from '../schema/name.ts';
import { duration } from '../schema/quantities.ts';
import { withAbsoluteFiles } from '../secrets.ts';
import { formatDuration, type Reading } from '../units.ts';
import type { PlatformInput } from './platform-input.ts';

/** Instances as local processes that outlive the daemon. */
export interface ProcessPlatform {
  kind: 'process';
  /** The command line, run by `/bin/sh -c` after `{{version}}` and `{{slot}}` were replaced. */
  command: string;
  /** Working directory, absolute. */
  directory: string;
  instances: number;
  /** Name of the environment variable that tells an instance which port to listen on. */
  portVariable: string;
  /** Path that answers 200 when the instance is ready to serve. */
  readyPath: string;
  /** Further environment variables; values may be references to secrets. */
  environment: Record<string, string>;
  /** Time between SIGTERM and SIGKILL. */
  grace: Milliseconds;
}

const PORT_EXPECTED = '"env NAME", the variable that tells an instance its port';

const portVariable = text(
  PORT_EXPECTED,
  (input): Reading<string> => {
    const variable = /^env ([A-Za-z_][A-Za-z0-9_]*)$/.exec(input)?.[1];
    if (variable !== undefined) return { value: variable };
    return { refused: { message: `"${input}" does not name a variable`, expected: PORT_EXPECTED } };
  },
  {
    pattern: '^env [A-Za-z_][A-Za-z0-9_]*$',
    description: 'The environment variable that tells an instance its port: "env NAME".',
  },
);

const written = mapping({
  command: command(
    'The command line of one instance, run by /bin/sh -c. {{version}} and {{slot}} are replaced in it.',
  ),
  directory: filePath('Working directory. Default: the folder of this file.').exactOptional(),
  instances: number({ min: 1, max: 100, whole: true }, 'Instances in each slot.'),
  port: portVariable,
  ready: requestPath('Path that answers 200 when the instance is ready to serve.'),
  environment: z
    .record(variableName, referenceText('A value; ${env:NAME} and ${file:PATH} refer to secrets.'))
    .exactOptional()
    .meta({ description: 'Further environment variables of an instance.' }),
  grace: duration('Time between SIGTERM and SIGKILL.', { min: 0 }).prefault('10s'),
}).meta({ description: 'Local processes, which go on when the daemon ends.' });

type Written = z.output<typeof written>;

/** Local processes, which go on when the daemon ends. */
export const processes = written.transform((input): PlatformInput => ({
  readyPath: input.ready,
  findings: () => variableFindings(input),
  resolve: (folder) => resolveProcesses(input, folder),
}));

/** Processes as part of a sentence. */
export function describeProcesses(config: ProcessPlatform): string {
  const { instances, command: line, directory, portVariable, readyPath, grace } = config;
  const many = instances === 1 ? '1 process' : `${instances} processes`;
  const told = `told its port in ${portVariable}, ready when ${readyPath} answers 200`;
  return `${many} of \`${line}\` in ${directory}, each ${told}, killed ${formatDuration(grace)} after SIGTERM`;
}

/** Variables that Sluice sets itself would otherwise be set twice. */
function variableFindings({ environment, port }: Written): Finding[] {
  if (environment === undefined || !Object.hasOwn(environment, port)) return [];
  const message = `the variable ${port} is the port, which Sluice sets`;
  return [{ path: ['environment', port], at: 'key', message, expected: 'another variable' }];
}

function resolveProcesses(input: Written, folder: string): ProcessPlatform {
  const { port, ready, directory, environment, ...rest } = input;
  const absolute = (value: string): string => withAbsoluteFiles(value, (path) => resolve(folder, path));
  const variables = Object.entries(environment ?? {}).map(([name, value]): [string, string] => [
    name,
    absolute(value),
  ]);
  return {
    kind: 'process',
    ...rest,
    directory: resolve(folder, directory ?? '.'),
    portVariable: port,
    readyPath: ready,
    environment: Object.fromEntries(variables),
  };
}
