import { existsSync } from 'node:fs';
import { readPaths } from '../config/check.ts';
import { loadSettings } from '../config/load.ts';
import { unmet, type Reached } from '../config/needed-settings.ts';
import type { Plan } from '../config/plan.ts';
import { describeProblem, formatProblems } from '../config/problem.ts';
import { resolvePlan } from '../config/resolve.ts';
import { schedulesOf } from '../config/schedules/resolve-schedules.ts';
import type { Schedule } from '../config/schedules/schedule.ts';
import { didYouMean } from '../config/suggest.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import type { LaneName } from './lane-name.ts';
import { printJson, printLines, say } from './output.ts';
import type { Written } from './plan/render.ts';
import type { Words } from './plan/words.ts';

/** Where service files are, unless they are named: what `definitions` of the settings is unless it says otherwise. */
const DEFINITIONS = 'services';
/** Where the settings are beside them, as for `sluice serve`. */
const SETTINGS = 'sluice.yaml';

/** The plan and the schedules of a lane, out of the files that are right; the others hinder only where the service may be in one. */
export async function findPlan(
  { service, environment }: LaneName,
  { version, paths: named }: Words,
  json: boolean,
): Promise<{ plan: Plan; written: Written; schedules: Schedule[] }> {
  const paths = named.length === 0 ? [DEFINITIONS] : named;
  const { services, files, problems, settings } = await readPaths(paths);
  const taken =
    version === undefined || named.length > 0
      ? ''
      : `; ${version} is no file here, so it was taken for the version`;
  const file = services.get(service);
  if (file === undefined && problems.length > 0) {
    if (json) printJson({ files, problems });
    else printLines([formatProblems(problems)]);
    throw new CommandFailure(
      exitCodes.usage,
      `no file without mistakes has ${service}; correct the places above${taken}`,
    );
  }
  if (file === undefined) throw unknown(service, `in ${paths.join(', ')}`, [...services.keys()], taken);
  const plan = resolvePlan(file, environment);
  if (plan === undefined) {
    const known = Object.keys(file.environments);
    throw unknown(environment, `among the environments of ${service}`, known, taken);
  }
  const needs = file.needs.filter((need) => need.environment === environment);
  const reached = named.length === 0 ? await settingsBeside() : settings;
  for (const each of unmet(needs, reached)) say(`a release would be refused: ${describeProblem(each)}`);
  if (problems.length > 0) say(`other files have mistakes: sluice check ${paths.join(' ')} shows them`);
  const strategy = file.environments[environment]?.strategy;
  const schedules = schedulesOf(file).filter(({ lane }) => lane === `${service}.${environment}`);
  return { plan, written: { file: file.file, strategy, version }, schedules };
}

/** The settings of the present folder; none where they are not there, or have mistakes of their own. */
async function settingsBeside(): Promise<Reached[]> {
  if (!existsSync(SETTINGS)) return [];
  const loaded = await loadSettings(SETTINGS);
  return 'value' in loaded ? [loaded.value] : [];
}

function unknown(name: string, where: string, known: string[], taken: string): CommandFailure {
  const { hint } = didYouMean(name, known);
  const there = known.length === 0 ? 'nothing' : known.join(', ');
  const message = `there is no ${name} ${where}, but ${there}${hint === undefined ? '' : `; ${hint}`}${taken}`;
  return new CommandFailure(exitCodes.usage, message);
}
