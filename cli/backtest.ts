import type { Command } from 'commander';
import { pino } from 'pino';
import { backtest } from '../analysis/backtest/backtest.ts';
import { momentOption, shareOption, wholeOption } from './backtest/options.ts';
import { renderBacktest, type BacktestView } from './backtest/render.ts';
import { stagesOf } from './backtest/stages.ts';
import { CALIBRATED_ON, startsIn } from './backtest/starts.ts';
import { wantsJson } from './connection.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import { findPlan } from './find-plan.ts';
import { parseLane, type LaneName } from './lane-name.ts';
import { outputWidth, printJson, printLines } from './output.ts';
import { terminalPaint } from './paint.ts';

const DAY = 86_400_000;
const LONGEST = 7 * DAY;

interface BacktestOptions {
  from?: number;
  to?: number;
  share: number[];
  runs: number;
  seed: number;
}

/** `sluice backtest SERVICE@ENVIRONMENT`: the verdict over the stable side's own past, with no daemon. */
export function registerBacktest(program: Command): void {
  program
    .command('backtest')
    .description('play good releases out of the past: how many would be stopped, how long safe would take')
    .argument('<lane>', 'SERVICE@ENVIRONMENT', parseLane)
    .argument('[path...]', 'files, or folders with YAML files (default: services)')
    .option('--from <time>', 'when the first release may begin, or how long ago; default: 1d', momentOption)
    .option('--to <time>', 'when the last one has to be over; default: now', momentOption)
    .option('--share <percent>', 'a weight, instead of those of the plan; may be repeated', shareOption, [])
    .option('--runs <count>', 'how many releases are played', wholeOption(10_000), 200)
    .option('--seed <number>', 'another seed draws others', wholeOption(4_294_967_295), 1)
    .action(async (name: LaneName, paths: string[], options: BacktestOptions, command: Command) => {
      const json = wantsJson(command);
      const view = await run(name, paths, options, json);
      if (json) printJson(view);
      else printLines(renderBacktest(view, outputWidth(), terminalPaint));
    });
}

async function run(
  name: LaneName,
  paths: string[],
  { from, to = Date.now(), share, runs, seed }: BacktestOptions,
  json: boolean,
): Promise<BacktestView> {
  const lane = `${name.service}@${name.environment}`;
  const { plan } = await findPlan(name, { paths }, json);
  const began = from ?? to - DAY;
  if (began >= to || to - began > LONGEST) throw refused('--from has to be before --to, by 7 days at most');
  if (plan.metrics.length === 0) throw refused(`${lane} compares no metric, so there is nothing to play`);
  const stages = stagesOf(plan, share);
  const { analysis, metrics: configs } = plan;
  const interval = analysis.blockGiven ? analysis.block : analysis.interval;
  // Loaded only now: the sources' libraries are of no use to the other commands, and not quick to load.
  const { readStablePast } = await import('../activities/backtest.ts');
  const { past, metrics, settings } = await readStablePast(
    { metrics: configs, analysis, interval, from: began - CALIBRATED_ON * 1000, to },
    { dataFolder: process.cwd(), environment: process.env, log: pino({ level: 'silent' }) },
  );
  const warmup = analysis.warmup / 1000;
  const starts = startsIn(past, stages, warmup);
  const given = Object.fromEntries(
    configs.flatMap(({ name: metric, burstDivisor }) =>
      burstDivisor === undefined ? [] : [[metric, burstDivisor]],
    ),
  );
  const terms = {
    metrics,
    given,
    settings,
    stages,
    warmup,
    ...(analysis.blockGiven ? { blockIntervals: 1 } : {}),
    ...starts,
  };
  const at = (index: number): number => past.start + index * interval;
  return {
    lane,
    from: at(starts.first),
    to: at(starts.last),
    seed,
    bursts: backtest(past, terms, { runs, seed, split: 'bursts' }),
    apart: backtest(past, terms, { runs, seed, split: 'apart' }),
  };
}

function refused(message: string): CommandFailure {
  return new CommandFailure(exitCodes.usage, message);
}
