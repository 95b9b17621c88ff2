import { Option, type Command } from 'commander';
import { deliveryState, type DeliveryList } from '../api/wire/delivery.ts';
import { connect, wantsJson } from './connection.ts';
import { span } from './figures.ts';
import { laneQuery, parseLane, type LaneName } from './lane-name.ts';
import { outputWidth, printJson, printLines } from './output.ts';
import { terminalPaint } from './paint.ts';
import { renderTable } from './render-table.ts';

const HEADINGS = ['OF', 'NOTIFIER', 'STATE', 'WAITING', 'TRIES', 'FAILS FOR', 'NEXT', 'WHY'];

/** `sluice notify list|test|retry`. */
export function registerNotify(program: Command): void {
  const notify = program.command('notify').description('look at what notifiers are told, and try them');

  notify
    .command('list')
    .description('notifiers of releases that run or ended lately: which work, and which fail and why')
    .argument('[lane]', 'SERVICE@ENVIRONMENT; default: every lane', parseLane)
    .addOption(new Option('--state <state>', 'only those that stand so').choices(deliveryState.options))
    .action(async (name: LaneName | undefined, options: { state?: string }, command: Command) => {
      const list = await connect(command).deliveries({ ...laneQuery(name), ...options });
      if (wantsJson(command)) return printJson(list);
      if (list.deliveries.length === 0) return printLines(['nothing is being told']);
      const rows = list.deliveries.map((each) => cells(each, Date.now()));
      printLines(renderTable(HEADINGS, rows, outputWidth(), terminalPaint));
    });

  notify
    .command('test')
    .description('send a test event to every notifier of a lane; a pager pages and takes it back')
    .argument('<lane>', 'SERVICE@ENVIRONMENT', parseLane)
    .action(async ({ lane, service, environment }: LaneName, _options, command: Command) => {
      const { notifiers } = await connect(command).testNotifiers(lane);
      if (notifiers.some(({ sent }) => !sent)) process.exitCode = 1;
      if (wantsJson(command)) return printJson({ notifiers });
      if (notifiers.length === 0) {
        return printLines([`${service}@${environment} tells nobody but the daemon's log`]);
      }
      printLines(
        notifiers.map(({ notifier, sent, message }) =>
          sent ? `${notifier}: sent` : `${notifier}: not sent: ${message ?? ''}`,
        ),
      );
    });

  notify
    .command('retry')
    .description('try everything that fails now, instead of when it is due')
    .action(async (_options, command: Command) => {
      const answer = await connect(command).retryDeliveries();
      if (wantsJson(command)) return printJson(answer);
      const { retried } = answer;
      printLines(retried.length === 0 ? ['nothing fails'] : retried.map((id) => `tried now: ${id}`));
    });
}

function cells(
  {
    lane,
    release,
    notifier,
    state,
    waiting,
    tries,
    since,
    next,
    message,
  }: DeliveryList['deliveries'][number],
  now: number,
): string[] {
  return [
    release ?? lane,
    notifier,
    state,
    String(waiting ?? ''),
    String(tries ?? ''),
    since === undefined ? '' : span(now - since),
    next === undefined ? '' : next <= now ? 'now' : `in ${span(next - now)}`,
    message ?? '',
  ];
}
