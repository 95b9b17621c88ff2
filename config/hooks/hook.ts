import type { CommandConfig, Milliseconds } from '../plan.ts';

/** One of the user's own commands as a hook. */
export interface CommandHook extends CommandConfig {
  kind: 'command';
}

/** A request to the user's own server. */
export interface WebhookHook {
  kind: 'webhook';
  /** May hold references to secrets. */
  url: string;
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Values may be references to secrets. */
  headers: Record<string, string>;
  /** Sent as it is, with `{{version}}` and `{{slot}}` replaced; a JSON object about the release where it is missing. */
  body?: string;
  timeout: Milliseconds;
}

/** Something of the user's own that a release calls. */
export type HookConfig = CommandHook | WebhookHook;
