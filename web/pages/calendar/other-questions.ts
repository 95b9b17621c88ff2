/** What is asked before something is done with a schedule or a deployment: what will happen now. Pure. */
import type { ProtectionView } from '../../../api/wire/protection.ts';
import type { ScheduleView } from '../../../api/wire/schedule.ts';
import type { Question } from '../../parts/question.ts';
import type { Clock } from './clock.ts';
import { momentIn } from './when.ts';

/** What can be done with a schedule here. */
export type ScheduleAct = 'pause' | 'resume' | 'trigger';

/** Before a schedule is paused, let go on, or run. `frozen`: why its lane is, which is null where it is not. */
export function toSchedule(
  act: ScheduleAct,
  { lane, name, version, next, cron, timeZone }: ScheduleView,
  frozen: string | null,
  { zone, now }: Clock,
): Omit<Question, 'breaksGlass'> {
  const where = lane.replace('.', '@');
  const of = `${name} of ${where}`;
  switch (act) {
    case 'pause': {
      const first =
        next[0] === undefined ? '' : ` The next would have been ${momentIn(next[0].at, zone, now)}.`;
      return {
        title: `Pause ${of}`,
        label: 'Pause it now',
        needsReason: false,
        does: [`Its times pass without a run until somebody resumes it.${first} What runs goes on.`],
      };
    }
    case 'resume':
      return {
        title: `Resume ${of}`,
        label: 'Resume it now',
        needsReason: false,
        does: [`It runs again from its next time on: ${cron} in ${timeZone}. Nothing is made up for.`],
      };
    case 'trigger':
      return {
        title: `Run ${of}`,
        label: 'Run it now',
        needsReason: false,
        does: [
          `It asks for a release of ${version === 'latest' ? 'the newest version' : version} in ${where} now, beside its times.`,
          ...(frozen === null ? [] : [`The lane is frozen, so the release waits or is refused: ${frozen}`]),
        ],
      };
  }
}

/** Before a deployment is approved or rejected. */
export function toAnswer(
  answer: 'approve' | 'reject',
  { repository, environment, approvals, approvalsNeeded, sentence, run }: ProtectionView,
): Omit<Question, 'breaksGlass'> {
  const of = `${repository} to ${environment}`;
  if (answer === 'reject') {
    return {
      title: `Reject ${of}`,
      label: 'Reject it now',
      needsReason: true,
      undoes: true,
      does: [`GitHub is told no: the job of run ${run} that waits fails. It can be run again there.`],
    };
  }
  const left = approvalsNeeded - approvals.length - 1;
  const then =
    left > 0
      ? `${left} more ${left === 1 ? 'is' : 'are'} needed then.`
      : 'GitHub lets it go on as soon as nothing else is waited for.';
  return {
    title: `Approve ${of}`,
    label: 'Approve it now',
    needsReason: false,
    does: [`Counts as one of ${approvalsNeeded}. ${then}`, `Now: ${sentence}.`],
  };
}

/** Why a deployment that waits is not approved by somebody; undefined where they can. */
export function whyNotApprove(
  { actor, approvals, approvalsNeeded }: ProtectionView,
  name: string,
): string | undefined {
  if (approvalsNeeded === 0) return 'It waits for no people.';
  if (approvals.some((each) => each.actor === name)) return 'You have approved it already.';
  return actor === name ? 'Whoever asks for a deployment cannot approve it.' : undefined;
}
