/** The steps of a release that has no time: a rollback, or a hotfix. */
import type { Milliseconds, Step } from './plan.ts';
import { readySmoke } from './strategies.ts';

/** How long the old slot stays warm where the service's own steps have no keep. */
const KEEP: Milliseconds = 10 * 60_000;

/**
 * What is left of a service's steps when there is no time: deploy, smoke, cutover and keep as it has them, and retire
 * where it has one. Nothing is compared, approved or asked on the way. Without a smoke test of its own the ready path
 * is asked, where the platform has one; without a keep the old slot stays warm for 10 minutes.
 */
export function fastSteps(steps: readonly Step[], readyPath: string | undefined): Step[] {
  const own = (kind: Step['kind']): Step[] => steps.filter((step) => step.kind === kind);
  const ready = readyPath === undefined ? [] : [readySmoke(readyPath)];
  return [
    ...own('deploy'),
    ...orElse(own('smoke'), ready),
    ...own('cutover'),
    ...orElse(own('keep'), [{ kind: 'keep', for: KEEP }]),
    ...own('retire'),
  ];
}

function orElse(own: Step[], fallback: Step[]): Step[] {
  return own.length > 0 ? own : fallback;
}
