/** A step `gate`: evidence about a version, from a command. */
import type { CommandGate } from '../gates/gate.ts';
import type { Reading } from '../units.ts';
import { commandLine, surroundings } from './command.ts';
import { text } from './leaf.ts';
import { mapping } from './mapping.ts';
import { duration } from './quantities.ts';

const REPORT_EXPECTED = 'the path of the report that the command writes, or none';

const report = text(
  REPORT_EXPECTED,
  (input): Reading<CommandGate['report']> => {
    if (input === 'none') return { value: { kind: 'none' } };
    return input.trim() === ''
      ? { refused: { message: 'the path is empty', expected: REPORT_EXPECTED } }
      : { value: { kind: 'file', path: input } };
  },
  {
    minLength: 1,
    description:
      'The JSON report that the command writes, or none where its exit status is the evidence. Default: what it prints.',
  },
);

/** The step, its paths still relative. */
export const gate = mapping({
  command: commandLine(
    'Checks the version, or fetches what was checked: text for /bin/sh -c, or a list of a program and its arguments.',
  ),
  report: report.exactOptional(),
  ...surroundings,
  timeout: duration('How long it may take.').prefault('10m'),
}).transform(({ command, report: where, directory, environment, timeout }): { gate: CommandGate } => ({
  gate: {
    kind: 'command',
    command,
    directory: directory ?? '.',
    environment: environment ?? {},
    timeout,
    report: where ?? { kind: 'printed' },
  },
}));
