/** What service files count on in the settings of the daemon. */
import type { SourceDocument } from './document.ts';
import type { Problem } from './problem.ts';
import type { EnvironmentInput } from './schema/environment.ts';
import type { Settings } from './settings.ts';

/** The settings by which notifiers reach those whom they tell. */
export type Reached = Pick<Settings, 'github' | 'slack'>;

/** A key of the settings that a notifier counts on, and what is wrong where they lack it. */
export interface Need {
  environment: string;
  setting: keyof Reached;
  problem: Problem;
}

/** What has to stand under each key, so that the notifier of its name can tell anybody. */
const WANTED: Record<keyof Reached, string> = {
  github: 'github with an app or a token in sluice.yaml',
  slack: 'slack with a botToken in sluice.yaml',
};

/** What the environments of a service file count on, with the places where they do. */
export function needsOf(
  environments: Record<string, EnvironmentInput>,
  problem: SourceDocument['problem'],
): Need[] {
  return Object.entries(environments).flatMap(([environment, { notify }]) =>
    notify.flatMap((each, index): Need[] => {
      if (each === 'log' || !isSetting(each.kind)) return [];
      const setting = each.kind;
      const path = ['environments', environment, 'notify', index, setting];
      const message = `the settings have no ${setting}, so it cannot be told`;
      const hint = 'or take this notifier away';
      return [
        {
          environment,
          setting,
          problem: problem({ path, at: 'key', message, expected: WANTED[setting], hint }),
        },
      ];
    }),
  );
}

/** What is wrong where none of these settings has what is counted on; nothing where there are no settings. Pure. */
export function unmet(needs: readonly Need[], settings: readonly Reached[]): Problem[] {
  if (settings.length === 0) return [];
  return needs
    .filter(({ setting }) => !settings.some((each) => reaches(each, setting)))
    .map(({ problem }) => problem);
}

function reaches({ github, slack }: Reached, setting: keyof Reached): boolean {
  if (setting === 'slack') return slack !== undefined;
  return github?.app !== undefined || github?.token !== undefined;
}

function isSetting(kind: string): kind is keyof Reached {
  return Object.hasOwn(WANTED, kind);
}
