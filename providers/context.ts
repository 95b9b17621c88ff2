import type { Logger } from 'pino';
import type { GithubSettings } from '../config/schema/github.ts';
import type { SlackSettings } from '../config/slack.ts';

/** What every provider is made with, once, at the edge of the process. */
export interface ProviderContext {
  /** Absolute folder for what providers keep on this machine. */
  dataFolder: string;
  /** Environment from which `${env:NAME}` is resolved. */
  environment: Record<string, string | undefined>;
  /** Where people reach the dashboard, with the prefix of a proxy; left out, messages have no links. */
  publicUrl?: string;
  /** How GitHub is reached, where the settings say so. */
  github?: GithubSettings;
  /** Left out: there is no Slack. */
  slack?: SlackSettings;
  log: Logger;
}
