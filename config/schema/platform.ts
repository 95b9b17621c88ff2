/** Where instances of a service run. */
import { z } from 'zod';
import type { Reading } from '../units.ts';
import { command, filePath, referenceText, requestPath } from './addresses.ts';
import { number, text } from './leaf.ts';
import { mapping } from './mapping.ts';
import { variableName } from './name.ts';
import { duration } from './quantities.ts';

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

const processPlatform = mapping({
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

/** The platform of an environment: one key, the kind. */
export const platform = mapping({ process: processPlatform });
