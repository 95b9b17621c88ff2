import type { NotifierConfig } from '../../config/notifiers/index.ts';
import type { ProviderContext } from '../context.ts';
import { createGithubNotifier } from './github.ts';
import { createLogNotifier } from './log.ts';
import type { Notifier } from './notifier.ts';
import { createSlackNotifier } from './slack.ts';
import { createWebhookNotifier } from './webhook.ts';

/** A notifier. Making it does no I/O. */
export function createNotifier(config: NotifierConfig, context: ProviderContext): Notifier {
  switch (config.kind) {
    case 'log':
      return createLogNotifier(context.log);
    case 'github':
      return createGithubNotifier(config, context);
    case 'webhook':
      return createWebhookNotifier(config, context);
    case 'slack':
      return createSlackNotifier(config, context);
  }
}
