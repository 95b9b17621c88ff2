import type { HookConfig } from '../config/hooks/hook.ts';
import type { BasisPoints, CommandLine, Step } from '../config/plan.ts';
import { formatDuration } from '../config/units.ts';

/** A weight for people: `5 %`, `0.25 %`. */
export function percent(weight: BasisPoints): string {
  return `${weight / 100} %`;
}

/** Characters of a command that a label shows. */
const LONGEST = 60;

/** A hook in a few words: its command, or where its request goes without what may be secret in it. */
export function describeHook(hook: HookConfig): string {
  if (hook.kind === 'command') return brief(hook.command);
  return `${hook.method} ${/^[^?#]*?:\/\/[^/?#]*/.exec(hook.url)?.[0] ?? 'a webhook'}`;
}

function brief(command: CommandLine): string {
  const text = (typeof command === 'string' ? command : command.join(' ')).replaceAll(/\s+/g, ' ').trim();
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** One step of a plan in a few words, as every surface shows it. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'shift':
      return `shift to ${percent(step.to)}`;
    case 'bake':
      return step.until === 'safe'
        ? `bake until safe, at most ${formatDuration(step.max)}`
        : `bake for ${formatDuration(step.max)}`;
    case 'ramp':
      return `ramp to ${percent(step.to)}, at most ${formatDuration(step.max)}`;
    case 'approve':
      return `approve by ${step.count} ${step.count === 1 ? 'person' : 'people'}`;
    case 'keep':
      return `keep the old slot for ${formatDuration(step.for)}`;
    case 'run':
      return `run ${describeHook(step.hook)}`;
    case 'gate':
      return `gate ${brief(step.gate.command)}`;
    default:
      return step.kind;
  }
}
