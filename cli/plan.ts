import type { Command } from 'commander';
import { readPaths } from '../config/check.ts';
import type { Plan } from '../config/plan.ts';
import { formatProblems } from '../config/problem.ts';
import { resolvePlan } from '../config/resolve.ts';
import { didYouMean } from '../config/suggest.ts';
import { wantsJson } from './connection.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import { parseLane, type LaneName } from './lane-name.ts';
import { outputWidth, printJson, printLines, say } from './output.ts';
import { terminalPaint } from './paint.ts';
import { renderPlan, type Written } from './plan/render.ts';

/** Where service files are, unless they are named: what `definitions` of the settings is unless it says otherwise. */
const DEFINITIONS = 'services';

/** `sluice plan SERVICE@ENVIRONMENT [PATH…]`: the steps that a release would take, offline. */
export function registerPlan(program: Command): void {
  program
    .command('plan')
    .description('print the steps that a release would take, expanded, from service files, offline')
    .argument('<lane>', 'SERVICE@ENVIRONMENT', parseLane)
    .argument('[path...]', 'files, or folders with YAML files', [DEFINITIONS])
    .action(async (name: LaneName, paths: string[], _options, command: Command) => {
      const { plan, written } = await findPlan(name, paths, wantsJson(command));
      if (wantsJson(command)) return printJson(plan);
      printLines(renderPlan(plan, written, outputWidth(), terminalPaint));
    });
}

/** The plan of a lane, out of the files that are right; the others hinder only where the service may be in one. */
async function findPlan(
  { service, environment }: LaneName,
  paths: string[],
  json: boolean,
): Promise<{ plan: Plan; written: Written }> {
  const { services, files, problems } = await readPaths(paths);
  const file = services.get(service);
  if (file === undefined && problems.length > 0) {
    if (json) printJson({ files, problems });
    else printLines([formatProblems(problems)]);
    throw new CommandFailure(
      exitCodes.usage,
      `no file without mistakes has ${service}; correct the places above`,
    );
  }
  if (file === undefined) throw unknown(service, `in ${paths.join(', ')}`, [...services.keys()]);
  const plan = resolvePlan(file, environment);
  if (plan === undefined) {
    throw unknown(environment, `among the environments of ${service}`, Object.keys(file.environments));
  }
  if (problems.length > 0) say(`other files have mistakes: sluice check ${paths.join(' ')} shows them`);
  return { plan, written: { file: file.file, strategy: file.environments[environment]?.strategy } };
}

function unknown(name: string, where: string, known: string[]): CommandFailure {
  const { hint } = didYouMean(name, known);
  const there = known.length === 0 ? 'nothing' : known.join(', ');
  const message = `there is no ${name} ${where}, but ${there}${hint === undefined ? '' : `; ${hint}`}`;
  return new CommandFailure(exitCodes.usage, message);
}
