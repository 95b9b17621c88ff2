import type { HookConfig } from '../../config/hooks/hook.ts';
import type { ProviderContext } from '../context.ts';
import { createCommandHook } from './command.ts';
import type { Hook } from './hook.ts';
import { createWebhook } from './webhook.ts';

/** A hook of one lane, `SERVICE.ENVIRONMENT`. Making it does no I/O. */
export function createHook(config: HookConfig, lane: string, context: ProviderContext): Hook {
  switch (config.kind) {
    case 'command':
      return createCommandHook(config, lane, context);
    case 'webhook':
      return createWebhook(config, context);
  }
}
