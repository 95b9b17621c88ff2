import { existsSync } from 'node:fs';
import { loadSettings } from '../../config/load.ts';
import { formatProblems } from '../../config/problem.ts';
import { defaultSettings, type Settings } from '../../config/settings.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';

/**
 * The settings from the file; without one, from `sluice.yaml` in the present folder, or the defaults where that
 * does not exist. Throws a CommandFailure with everything that is wrong in them.
 */
export async function settingsOf(file: string | undefined): Promise<Settings> {
  if (file === undefined && !existsSync('sluice.yaml')) return defaultSettings(process.cwd());
  const path = file ?? 'sluice.yaml';
  const loaded = await loadSettings(path);
  if ('value' in loaded) return loaded.value;
  throw new CommandFailure(
    exitCodes.usage,
    `the settings are wrong; correct these places\n${formatProblems(loaded.problems)}`,
  );
}
