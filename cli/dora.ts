import type { Command } from 'commander';
import type { Dora } from '../api/wire/dora.ts';
import { connect, wantsJson } from './connection.ts';
import { day, share, span } from './figures.ts';
import { outputWidth, printJson, printLines } from './output.ts';
import { terminalPaint } from './paint.ts';
import { renderTable } from './render-table.ts';

const HEADINGS = ['LANE', 'DEPLOYMENTS', 'A DAY', 'LEAD TIME', 'FROM', 'FAILED', 'CAUGHT', 'RECOVERY'];

/** `sluice dora`: how often, how fast and how well each lane deploys. */
export function registerDora(program: Command): void {
  program
    .command('dora')
    .description('deployment frequency, lead time, change fail rate and recovery time of each lane')
    .option('--service <name>', 'only of this service')
    .option('--environment <name>', 'only of this environment')
    .option('--from <time>', 'from then on; default: 30 days before --to')
    .option('--to <time>', 'before then; default: now')
    .action(async (options: Record<string, string>, command: Command) => {
      const figures = await connect(command).dora(options);
      if (wantsJson(command)) return printJson(figures);
      const { from, to, lanes, definitions } = figures;
      printLines([`from ${day(from)} to ${day(to)}; times are medians`, '']);
      if (lanes.length === 0) return printLines(['no finished releases']);
      printLines(renderTable(HEADINGS, lanes.flatMap(rows), outputWidth(), terminalPaint));
      printLines(['', ...Object.entries(definitions).map(([figure, is]) => `${figure}: ${is}`)]);
    });
}

/** A lane whose submits say partly when the revision was committed has a line for each. */
function rows(lane: Dora['lanes'][number]): string[][] {
  const { service, environment, deployments, perDay, leadTime, failed, changeFailRate } = lane;
  const { fromCommit, fromSubmit } = leadTime;
  const times = [
    ...(fromCommit === null ? [] : [[span(fromCommit.median), `commit (${fromCommit.count})`]]),
    ...(fromSubmit === null ? [] : [[span(fromSubmit.median), `submit (${fromSubmit.count})`]]),
  ];
  const [first = ['–', ''], ...more] = times;
  return [
    [
      `${service}@${environment}`,
      String(deployments),
      perDay.toFixed(2),
      ...first,
      `${failed} (${share(changeFailRate)})`,
      String(lane.caughtByGate),
      lane.recoveryTime === null ? '–' : span(lane.recoveryTime.median),
    ],
    ...more.map((time) => ['', '', '', ...time]),
  ];
}
