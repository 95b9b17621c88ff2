import type { NotifierConfig } from '../../config/notifiers/index.ts';
import type { ProviderContext } from '../context.ts';
import { createGithubNotifier } from './github.ts';
import { createCloudEventsNotifier } from './cloudevents.ts';
import { createDiscordNotifier } from './discord.ts';
import { createGrafanaNotifier } from './grafana.ts';
import { createLogNotifier } from './log.ts';
import type { Notifier } from './notifier.ts';
import { createSlackNotifier } from './slack.ts';
import { createAlertmanagerNotifier } from './pages/alertmanager.ts';
import { createOpsgenieNotifier } from './pages/opsgenie.ts';
import { createPagerdutyNotifier } from './pages/pagerduty.ts';
import { createTeamsNotifier } from './teams.ts';
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
    case 'cloudevents':
      return createCloudEventsNotifier(config, context);
    case 'grafana':
      return createGrafanaNotifier(config, context);
    case 'teams':
      return createTeamsNotifier(config, context);
    case 'discord':
      return createDiscordNotifier(config, context);
    case 'pagerduty':
      return createPagerdutyNotifier(config, context);
    case 'opsgenie':
      return createOpsgenieNotifier(config, context);
    case 'alertmanager':
      return createAlertmanagerNotifier(config, context);
  }
}
