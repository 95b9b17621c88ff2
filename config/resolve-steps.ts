/** From the steps as they were read to those of a plan. */
import { resolve } from 'node:path';
import type { HookConfig } from './hooks/hook.ts';
import type { Step } from './plan.ts';
import { resolveSurroundings } from './schema/command.ts';
import { withAbsoluteFiles } from './secrets.ts';

/** The same steps with every path absolute; relative ones refer to `folder`. */
export function resolveSteps(steps: readonly Step[], folder: string): Step[] {
  return steps.map((step): Step => {
    if (step.kind === 'run') {
      const { undo } = step;
      const hook = resolveHook(step.hook, folder);
      return { ...step, hook, ...(undo === undefined ? {} : { undo: resolveHook(undo, folder) }) };
    }
    if (step.kind !== 'gate') return step;
    const { gate } = step;
    const around = resolveSurroundings(gate, folder);
    const { report } = gate;
    const absolute =
      report.kind === 'file' ? { ...report, path: resolve(around.directory, report.path) } : report;
    return { ...step, gate: { ...gate, ...around, report: absolute } };
  });
}

function resolveHook(hook: HookConfig, folder: string): HookConfig {
  if (hook.kind === 'command') return { ...hook, ...resolveSurroundings(hook, folder) };
  const absolute = (text: string): string => withAbsoluteFiles(text, (path) => resolve(folder, path));
  const headers = Object.entries(hook.headers).map(([name, value]) => [name, absolute(value)] as const);
  return {
    ...hook,
    url: absolute(hook.url),
    headers: Object.fromEntries(headers),
    ...(hook.body === undefined ? {} : { body: absolute(hook.body) }),
  };
}
