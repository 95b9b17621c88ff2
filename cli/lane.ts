import { Option, type Command } from 'commander';
import { connect, wantsJson } from './connection.ts';
import { weight } from './figures.ts';
import { parseLane, type LaneName } from './lane-name.ts';
import { outputWidth, printJson, printLines } from './output.ts';
import { terminalPaint } from './paint.ts';
import { renderLane } from './render-lane.ts';
import { routerState } from './render-router.ts';
import { renderTable } from './render-table.ts';

const HEADINGS = ['LANE', 'LIVE', 'ROUTER', 'RUNNING', 'VERSION', 'STATE', 'WEIGHT', 'WHY'];

/** `sluice lane list|show|adopt`. */
export function registerLane(program: Command): void {
  const lane = program.command('lane').description('look at lanes, and take over what serves in one');

  lane
    .command('list')
    .description('lanes that ever had a release: what is live, what runs, and how the router was found')
    .action(async (_options, command: Command) => {
      const list = await connect(command).lanes();
      if (wantsJson(command)) return printJson(list);
      if (list.lanes.length === 0) return printLines(['no lanes']);
      const rows = list.lanes.map(({ service, environment, live, running, blocked, router }) => [
        `${service}@${environment}`,
        live === null ? '–' : `${live.version} (${live.slot})`,
        router === null ? '–' : routerState(router, Date.now()),
        running?.id ?? '–',
        running?.version ?? '',
        running?.phase ?? (blocked === null ? '' : 'blocked'),
        running?.weight === undefined ? '' : weight(running.weight),
        running?.sentence ?? blocked ?? router?.message ?? '',
      ]);
      printLines(renderTable(HEADINGS, rows, outputWidth(), terminalPaint));
    });

  lane
    .command('show')
    .description('what is live, runs, waits, was before, and how the router was found')
    .argument('<lane>', 'SERVICE@ENVIRONMENT', parseLane)
    .action(async (name: LaneName, _options, command: Command) => {
      const view = await connect(command).lane(name.lane);
      if (wantsJson(command)) return printJson(view);
      printLines(renderLane(view, { now: Date.now(), width: outputWidth(), paint: terminalPaint }));
    });

  lane
    .command('adopt')
    .description('take over what already serves, or end a block; reads, and writes nothing')
    .argument('<lane>', 'SERVICE@ENVIRONMENT', parseLane)
    .addOption(new Option('--slot <slot>', 'where it runs').choices(['blue', 'green']).makeOptionMandatory())
    .requiredOption('--version <version>', 'what runs there')
    .option('--reason <text>', 'why, for the report', '')
    .action(async (name: LaneName, options: AdoptOptions, command: Command) => {
      const { slot, version, reason } = options;
      const answer = await connect(command).adopt(name.lane, { slot, version, reason });
      if (wantsJson(command)) return printJson(answer);
      printLines([`adopted: ${version} in ${slot} is what ${name.service}@${name.environment} serves`]);
    });
}

interface AdoptOptions {
  slot: string;
  version: string;
  reason: string;
}
