/** What is asked of the user's own commands and webhooks. */
import type { GateConfig } from '../config/gates/gate.ts';
import type { HookConfig } from '../config/hooks/hook.ts';
import type { GateQuestion } from '../providers/gates/gate.ts';
import type { HookCall } from '../providers/hooks/hook.ts';

export interface HookRequest {
  lane: string;
  hook: HookConfig;
  /** Its attempt counts those that the workflow knows of. */
  call: HookCall;
}

export interface GateRequest {
  lane: string;
  gate: GateConfig;
  question: GateQuestion;
}
