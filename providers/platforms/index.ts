import type { PlatformConfig } from '../../config/platforms/index.ts';
import type { ProviderContext } from '../context.ts';
import { createCommandPlatform } from './command.ts';
import type { Platform } from './platform.ts';
import { createProcessPlatform } from './process.ts';

/** The platform of one lane, `SERVICE.ENVIRONMENT`. Making it does no I/O. */
export function createPlatform(config: PlatformConfig, lane: string, context: ProviderContext): Platform {
  switch (config.kind) {
    case 'process':
      return createProcessPlatform(config, lane, context);
    case 'command':
      return createCommandPlatform(config, lane, context);
  }
}
