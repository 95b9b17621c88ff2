import { Option, type Command } from 'commander';
import { outcome, phase, type ReleaseRow } from '../api/wire/release.ts';
import { connect, wantsJson } from './connection.ts';
import { span, weight } from './figures.ts';
import { outputWidth, printJson, printLines } from './output.ts';
import { terminalPaint } from './paint.ts';
import { renderRelease } from './render-release.ts';
import { renderTable } from './render-table.ts';

const HEADINGS = ['RELEASE', 'VERSION', 'STATE', 'WEIGHT', 'STEP', 'TIME', 'WHY'];

/** `sluice release list` and `sluice release show ID`. */
export function registerReleaseList(release: Command): void {
  release
    .command('list')
    .description('list releases: running ones first, then finished ones, newest first')
    .option('--service <name>', 'only of this service')
    .option('--environment <name>', 'only of this environment')
    .addOption(new Option('--phase <phase>', 'only in this phase').choices(phase.options))
    .addOption(new Option('--outcome <outcome>', 'only with this outcome').choices(outcome.options))
    .option('--limit <count>', 'at most so many, 1 to 100', '20')
    .option('--cursor <cursor>', 'go on where a list ended')
    .action(async (options: Record<string, string>, command: Command) => {
      const page = await connect(command).releases(options);
      if (wantsJson(command)) return printJson(page);
      if (page.releases.length === 0) return printLines(['no releases']);
      const rows = page.releases.map((row) => cells(row, Date.now()));
      printLines(renderTable(HEADINGS, rows, outputWidth(), terminalPaint));
      if (page.next !== undefined) printLines([`more: --cursor ${page.next}`]);
    });

  release
    .command('show')
    .description('show one release')
    .argument('<id>', 'SERVICE.ENVIRONMENT.N')
    .action(async (id: string, _options, command: Command) => {
      const client = connect(command);
      const view = await client.release(id);
      if (wantsJson(command)) return printJson(view);
      const bounds = await client.errorBounds(id);
      const frame = { now: Date.now(), width: outputWidth(), paint: terminalPaint, bounds, events: [] };
      printLines(renderRelease(view, frame));
    });
}

function cells(row: ReleaseRow, now: number): string[] {
  const { id, kind = 'release', version, startedAt, finishedAt = now, sentence } = row;
  const step = row.step === undefined ? '' : `${row.step + 1}/${row.steps ?? '?'} ${row.label ?? ''}`;
  const running = row.phase !== 'finished';
  return [
    id,
    kind === 'release' ? version : `${version} (${kind})`,
    row.outcome ?? row.phase,
    running && row.weight !== undefined ? weight(row.weight) : '',
    running ? step : '',
    span(finishedAt - startedAt),
    sentence,
  ];
}
