import type { NotifierConfig } from '../../config/plan.ts';
import type { ProviderContext } from '../context.ts';
import { createLogNotifier } from './log.ts';
import type { Notifier } from './notifier.ts';

/** The notifiers of a plan, in its order. Making them does no I/O. */
export function createNotifiers(configs: NotifierConfig[], context: ProviderContext): Notifier[] {
  return configs.map((config) => {
    switch (config.kind) {
      case 'log':
        return createLogNotifier(context.log);
    }
  });
}
