import type { GateConfig } from '../../config/gates/gate.ts';
import type { ProviderContext } from '../context.ts';
import { createCommandGate } from './command.ts';
import type { Gate } from './gate.ts';

/** A gate of one lane, `SERVICE.ENVIRONMENT`. Making it does no I/O. */
export function createGate(config: GateConfig, lane: string, context: ProviderContext): Gate {
  switch (config.kind) {
    case 'command':
      return createCommandGate(config, lane, context);
  }
}
