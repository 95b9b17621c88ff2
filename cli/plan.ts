import type { Command } from 'commander';
import type { Plan } from '../config/plan.ts';
import { connect, wantsJson } from './connection.ts';
import { durationOption } from './duration-option.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import { findPlan } from './find-plan.ts';
import { parseLane, type LaneName } from './lane-name.ts';
import { outputWidth, printJson, printLines, say } from './output.ts';
import { terminalPaint } from './paint.ts';
import { forecastPlan } from './plan/forecast.ts';
import { measureTraffic } from './plan/measure.ts';
import { renderForecast } from './plan/render-forecast.ts';
import { renderPlan } from './plan/render.ts';
import { planSchedules, renderSchedules } from './plan/render-schedules.ts';
import {
  errorsOption,
  givenTraffic,
  rateOption,
  requireMetrics,
  type GivenRate,
} from './plan/traffic-options.ts';
import type { Traffic } from './plan/traffic.ts';
import { readWords } from './plan/words.ts';

/** How long a source without history is watched, in milliseconds. */
const WATCHED = 60_000;

interface PlanOptions {
  file: string[];
  rate?: number;
  errors?: GivenRate[];
  measure?: number | true;
}

/** `sluice plan SERVICE@ENVIRONMENT [VERSION] [PATH…]`: the steps that a release would take, and what they cost. */
export function registerPlan(program: Command): void {
  program
    .command('plan')
    .description('print the steps that a release would take, expanded, and what is expected of them')
    .argument('<lane>', 'SERVICE@ENVIRONMENT', parseLane)
    .argument('[words...]', 'the version, then files or folders with YAML files (default: services)')
    .option('--file <path...>', 'files or folders, where a version has the name of one', [])
    .option('--rate <number>', 'requests a second of both sides together, for a forecast', rateOption)
    .option(
      '--errors <share>',
      'the share of bad requests, such as 0.3%, or NAME=0.3% for one metric; may be repeated',
      errorsOption,
    )
    .option(
      '--measure [duration]',
      'measure the traffic of what is live; where a source keeps no past it is watched for so long (60s)',
      durationOption,
    )
    .action(async (name: LaneName, words: string[], options: PlanOptions, command: Command) => {
      const json = wantsJson(command);
      const { plan, written, ...found } = await findPlan(name, readWords(words, options.file), json);
      const traffic = await trafficFor(name, plan, options, command);
      const told = traffic === undefined ? undefined : forecastPlan(plan, traffic);
      const schedules = planSchedules(found.schedules, Date.now());
      if (json) return printJson({ ...plan, schedules, ...(told === undefined ? {} : { forecast: told }) });
      printLines(renderPlan(plan, written, outputWidth(), terminalPaint));
      printLines(renderSchedules(schedules, outputWidth(), terminalPaint));
      if (told !== undefined) printLines(renderForecast(told, outputWidth(), terminalPaint));
      else if (plan.metrics.length > 0) say(UNKNOWN_TRAFFIC);
    });
}

const UNKNOWN_TRAFFIC =
  'how long it takes to know depends on the traffic: give --rate (requests a second) and --errors (the share of bad ones), or --measure';

/** The traffic that the options give, or that the daemon measures; undefined where none is asked for. */
async function trafficFor(
  name: LaneName,
  { metrics }: Plan,
  { rate, errors = [], measure }: PlanOptions,
  command: Command,
): Promise<Traffic | undefined> {
  if (measure === undefined) return givenTraffic(rate, errors, metrics);
  if (rate !== undefined || errors.length > 0) {
    const message = '--measure stands in the place of --rate and --errors; give either';
    throw new CommandFailure(exitCodes.usage, message);
  }
  requireMetrics(metrics);
  say('measuring what is live; where a source keeps no past it has to be watched');
  return measureTraffic(connect(command), name, measure === true ? WATCHED : measure);
}
