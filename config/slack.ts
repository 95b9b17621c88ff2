/** How Sluice is in a Slack workspace, as the settings say. */
import type { Grant } from './grants.ts';

/** The resolved settings of Slack; secrets stay references. */
export interface SlackSettings {
  /** Reference to the bot token. */
  botToken: string;
  /** Reference to what requests of Slack are signed with; without it none is taken. */
  signingSecret?: string;
  /** Reference to the app-level token of Socket Mode; without it no connection is opened. */
  appToken?: string;
  /** Base URL of the Web API, with a slash at its end. */
  api: string;
  /** By the id of a Slack user or their e-mail address: whoever is not in here may do nothing. */
  users: Record<string, SlackUser>;
  /** Groups of people by the id of the Slack user group whose members are in them. */
  groups: Record<string, string>;
}

/** Who somebody in Slack is to Sluice. */
export interface SlackUser {
  /** Recorded with every act. */
  name: string;
  grants: Grant[];
  groups: string[];
}
