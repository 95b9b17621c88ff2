/** Schedules of an environment, and where the newest version is found. */
import { Cron } from 'croner';
import type { z } from 'zod';
import type { Schedule, VersionSource } from '../schedules/schedule.ts';
import { quote, type Reading } from '../units.ts';
import { commandLine, resolveSurroundings, surroundings } from './command.ts';
import { secret } from './addresses.ts';
import { oneOf, text } from './leaf.ts';
import { list, mapping } from './mapping.ts';
import { oneKind } from './one-kind.ts';
import { duration } from './quantities.ts';
import { timeZone } from './time-zone.ts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const CRON = 'five fields: minute, hour, day of the month, month, day of the week, such as 30 9 * * 1-5';
const FIELD = /^(?:\*|\d+(?:-\d+)?|[A-Za-z]{3}(?:-[A-Za-z]{3})?)(?:\/\d+)?$/;

const cron = text(CRON, readCron, { minLength: 9, description: `When it runs: ${CRON}.` });

/** Reads a cron expression of the form that every cron program understands alike. */
function readCron(input: string): Reading<string> {
  const refuse = (message: string, expected = CRON): Reading<string> => ({ refused: { message, expected } });
  const fields = input.trim().split(/\s+/);
  const wrong = fields.find((field) => !field.split(',').every((part) => FIELD.test(part)));
  if (fields.length !== 5) return refuse(`${quote(input)} has not five fields but ${fields.length}`);
  if (wrong !== undefined) return refuse(`${quote(wrong)} is no field of a cron expression`);
  const [, , dayOfMonth, , dayOfWeek] = fields;
  if (dayOfMonth !== '*' && dayOfWeek !== '*') {
    const message = 'a day of the month and a day of the week stand side by side';
    return refuse(
      message,
      'one of the two, since cron programs differ in whether both or one has to be right',
    );
  }
  try {
    if (new Cron(fields.join(' '), { timezone: 'UTC' }).nextRun() === null)
      return refuse(`${quote(input)} never comes`);
  } catch {
    return refuse(`${quote(input)} is out of range`);
  }
  return { value: fields.join(' ') };
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;
const timeOfDay = text(
  'a time such as "09:30"',
  (input): Reading<string> =>
    TIME.test(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} is no time of day`, expected: 'a time such as "09:30"' } },
  { pattern: TIME.source, description: 'When it runs.' },
);

const calendar = mapping({
  at: timeOfDay,
  days: list(oneOf(DAYS, 'A day.'), 7)
    .exactOptional()
    .meta({ description: 'On which days. Default: each day.' }),
}).transform(({ at, days }) => {
  const [hour = '', minute = ''] = at.split(':');
  const of = days?.map((day) => (DAYS.indexOf(day) + 1) % 7).toSorted((a, b) => a - b) ?? ['*'];
  return `${Number(minute)} ${Number(hour)} * * ${of.join(',')}`;
});

const VERSION = 'a version such as 1.4.2 or a SHA, or latest';

/** One schedule: when, and which version. */
export const schedule = mapping({
  cron: cron.exactOptional(),
  calendar: calendar.exactOptional().meta({ description: 'When it runs, instead of cron.' }),
  timeZone: timeZone('The zone of its times. Default: UTC.').prefault('UTC'),
  version: text(
    VERSION,
    (input): Reading<string> =>
      /^[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,127}$/.test(input)
        ? { value: input }
        : { refused: { message: `${quote(input)} is no version`, expected: VERSION } },
    { description: 'What is released; latest is what the source under `latest` finds then.' },
  ).prefault('latest'),
})
  .refine(({ cron: one, calendar: other }) => (one === undefined) !== (other === undefined), {
    when: ({ issues }) => issues.length === 0,
    params: { message: 'it is said once when a schedule runs', expected: 'cron or calendar' },
  })
  .transform(({ cron: one, calendar: other, ...rest }) => ({ ...rest, cron: one ?? other ?? '' }));

/** A schedule as it was read. */
export type ScheduleInput = z.output<typeof schedule>;

/** The schedules of an environment that were read, of a lane. */
export function toSchedules(lane: string, written: Record<string, ScheduleInput>): Schedule[] {
  return Object.entries(written).map(([name, input]) => ({ lane, name, ...input }));
}

const tags = text(
  'a pattern of tags, in which * stands for anything, such as v*',
  (input): Reading<string> =>
    /^[A-Za-z0-9._*+/-]{1,200}$/.test(input)
      ? { value: input }
      : {
          refused: {
            message: `${quote(input)} is no pattern of tags`,
            expected: 'letters, digits, . _ - + / and *',
          },
        },
  { description: 'Which tags are versions; * stands for anything.' },
).prefault('v*');

const GIT_URL = 'https://…, ssh://…, git@HOST:PATH, or the absolute path of a repository';
const gitUrl = text(
  GIT_URL,
  (input): Reading<string> => {
    const known = /^(?:https?:\/\/[^\s@]+|ssh:\/\/\S+|git@[\w.-]+:[\w./~-]+|file:\/\/\/\S+|\/\S+)$/.test(
      input,
    );
    return known
      ? { value: input }
      : { refused: { message: `${quote(input)} is no Git remote`, expected: GIT_URL } };
  },
  {
    minLength: 1,
    description: 'The remote. Credentials are those of Git itself, such as its credential helper.',
  },
);

const REPOSITORY = 'HOST/NAME, such as ghcr.io/example/checkout';
const repository = text(
  REPOSITORY,
  (input): Reading<string> =>
    /^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+$/.test(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} is no repository of a registry`, expected: REPOSITORY } },
  { description: 'The repository, with the host of its registry.' },
);

/** What is written of a source; `resolve` gives it with absolute paths. */
export interface LatestInput {
  resolve: (folder: string) => VersionSource;
}

const command = mapping({
  run: commandLine('Prints the newest version, and after a space its revision where it has one.'),
  ...surroundings,
  timeout: duration('How long it may take.', { max: 600_000 }).prefault('30s'),
}).transform(({ run, timeout, ...written }): LatestInput => ({
  resolve: (folder) => ({ kind: 'command', command: run, timeout, ...resolveSurroundings(written, folder) }),
}));

const git = mapping({ url: gitUrl, tags }).transform((written): LatestInput => ({
  resolve: () => ({ kind: 'git', ...written }),
}));

const oci = mapping({
  repository,
  tags,
  username: secret('Who logs in; none by default.').exactOptional(),
  password: secret('A password or token.').exactOptional(),
}).transform((written): LatestInput => ({ resolve: () => ({ kind: 'oci', ...written }) }));

/** Where the newest version is found. */
export const latest = oneKind<LatestInput>({ command, git, oci }, 'a source of versions').meta({
  description: 'Where schedules with `version: latest` find it.',
});
