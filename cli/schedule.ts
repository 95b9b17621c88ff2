import type { Command } from 'commander';
import type { ScheduleView } from '../api/wire/schedule.ts';
import { connect, wantsJson } from './connection.ts';
import { laneQuery, parseLane, type LaneName } from './lane-name.ts';
import { outputWidth, printJson, printLines } from './output.ts';
import { terminalPaint } from './paint.ts';
import { instant } from './render-freezes.ts';
import { renderTable } from './render-table.ts';

const HEADINGS = ['LANE', 'SCHEDULE', 'FROM', 'WHEN', 'ZONE', 'VERSION', 'STATE', 'LAST', 'MISSED', 'NEXT'];
const ACTS = {
  pause: 'its times pass without a run',
  resume: 'let it run again',
  trigger: 'run it now, beside its times',
  delete: 'delete one that was made through the API',
} as const;

interface CreateOptions {
  cron: string;
  timeZone?: string;
  version?: string;
  reason?: string;
}

/** `sluice schedule create|list|pause|resume|trigger|delete`. */
export function registerSchedule(program: Command): void {
  const schedule = program.command('schedule').description('releases that begin by the clock');

  schedule
    .command('create')
    .description('release a version into a lane by the clock')
    .argument('<lane>', 'SERVICE@ENVIRONMENT', parseLane)
    .argument('<name>', 'what it is called')
    .requiredOption('--cron <expression>', 'when it runs, such as "30 9 * * 1-5"')
    .option('--time-zone <zone>', 'the zone of its times, such as Europe/Berlin; default: UTC')
    .option('--version <version>', 'what is released; default: latest')
    .option('--reason <text>', 'why')
    .action(async ({ lane }: LaneName, name: string, options: CreateOptions, command: Command) => {
      const { reason, ...schedule } = options;
      const why = reason === undefined ? {} : { reason };
      const made = await connect(command).createSchedule({ lane, name, schedule, ...why });
      if (wantsJson(command)) return printJson(made);
      printLines([`${name} runs next at:`, ...nextOf(made)]);
    });

  schedule
    .command('list')
    .description('schedules, their next five runs, and what was missed')
    .argument('[lane]', 'SERVICE@ENVIRONMENT; default: every lane', parseLane)
    .action(async (name: LaneName | undefined, _options, command: Command) => {
      const list = await connect(command).schedules(laneQuery(name));
      if (wantsJson(command)) return printJson(list);
      if (list.schedules.length === 0) return printLines(['no schedules']);
      printLines(renderTable(HEADINGS, list.schedules.map(cells), outputWidth(), terminalPaint));
      for (const view of list.schedules) {
        if (view.next.length > 0)
          printLines(['', `${view.lane.replace('.', '@')} ${view.name}`, ...nextOf(view)]);
      }
    });

  for (const act of ['pause', 'resume', 'trigger', 'delete'] as const) {
    schedule
      .command(act)
      .description(ACTS[act])
      .argument('<lane>', 'SERVICE@ENVIRONMENT', parseLane)
      .argument('<name>', 'what it is called')
      .option('--reason <text>', 'why')
      .action(
        async ({ lane }: LaneName, name: string, { reason = '' }: { reason?: string }, command: Command) => {
          const view = await connect(command).actOnSchedule(lane, name, act, reason);
          if (wantsJson(command)) return printJson(view);
          const state = view.paused ? 'paused' : 'runs';
          printLines([act === 'delete' ? `${name} is deleted` : `${act}: ${name} (${state})`]);
        },
      );
  }
}

function nextOf({ next }: ScheduleView): string[] {
  return next.map(({ at, clocks }) => `  ${instant(at)}${clocks === undefined ? '' : `  ${clocks}`}`);
}

function cells(view: ScheduleView): string[] {
  const { lane, name, origin, cron, timeZone, version, paused, note, last, missed, next } = view;
  return [
    lane.replace('.', '@'),
    name,
    origin,
    cron,
    timeZone,
    version,
    paused ? `paused${note === '' ? '' : `: ${note}`}` : 'runs',
    last === null ? '–' : instant(last),
    String(missed),
    next[0] === undefined ? '–' : instant(next[0].at),
  ];
}
