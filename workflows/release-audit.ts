/** What people do to a release, handed to its lane, whose chain of acts holds it. */
import { condition, getExternalWorkflowHandle, patched } from '@temporalio/workflow';
import type { AuditActName, Who } from './audit-messages.ts';
import { acted } from './lane-messages.ts';
import type { Life } from './life.ts';
import { phaseOf } from './status.ts';

/** Does an act, and notes it with how the release stood before and after it. */
export function actOn(
  life: Life,
  act: AuditActName,
  { actor, reason, source, breakGlass }: Who,
  apply: () => void,
): void {
  const before = standing(life);
  apply();
  life.done.push({
    at: Date.now(),
    act,
    actor,
    reason,
    ...(source === undefined ? {} : { source }),
    ...(breakGlass === undefined ? {} : { breakGlass }),
    before,
    after: standing(life),
  });
}

/**
 * Hands every act to the lane, for as long as the release lives. A lane that is not there is not waited for: it is told
 * with the next act, and the report has all of them.
 */
export async function tellLane(life: Life): Promise<void> {
  const { id, lane, version } = life.input;
  let told = 0;
  for (;;) {
    await condition(() => life.done.length > life.handed);
    const acts = life.done.slice(told);
    const upTo = life.done.length;
    if (patched('audit')) {
      const taken = await getExternalWorkflowHandle(`lane/${lane}`)
        .signal(acted, { release: id, version, acts })
        .then(
          () => true,
          () => false,
        );
      if (taken) told = upTo;
    }
    life.handed = upTo;
  }
}

/** Waits until the lane was told of everything up to now. */
export async function untilLaneKnows(life: Life): Promise<void> {
  const upTo = life.done.length;
  await condition(() => life.handed >= upTo);
}

/** How a release stands, in what an act may change of it. */
function standing(life: Life): Record<string, unknown> {
  const { step, traffic, holds, wait, pausedBy, approvals, promotion, freezeOverridden } = life;
  const [held] = holds;
  return {
    phase: phaseOf(life),
    step,
    weight: traffic.asked,
    ...(held === undefined || held.decision !== null ? {} : { hold: held.reason }),
    ...(held?.deadline !== undefined ? { until: held.deadline } : wait === null ? {} : { until: wait.end }),
    ...(pausedBy === null ? {} : { pausedBy }),
    ...(approvals.length === 0 ? {} : { approvals: approvals.length }),
    ...(promotion === null ? {} : { promoted: true }),
    ...(freezeOverridden === null ? {} : { freezeOverridden: true }),
  };
}
