import { cancellationSignal } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { judgeRaise } from '../config/freezes/judge-raise.ts';
import { GithubFailure } from '../providers/github/failure.ts';
import { calendarPage } from '../providers/page-address.ts';
import type { LaneStatus } from '../workflows/lane-messages.ts';
import { listReports, readReport } from './archive/read.ts';
import type { ActivityContext } from './context.ts';
import type { ProtectionLook } from './protection-request.ts';
import type { ActActivities } from './types.ts';

/** Reports in which a commit is looked for where no release has it as its version. */
const MOST_READ = 50;
/** Entries of the archive's index that are looked at. */
const MOST_ENTRIES = 1000;

const reportRevision = z.looseObject({ status: z.looseObject({ revision: z.string().exactOptional() }) });

/** Looks at what a deployment of GitHub Actions waits for, and tells GitHub. */
export function createProtectionActivities(
  context: ActivityContext,
): Pick<ActActivities, 'lookAtProtection' | 'answerProtection'> {
  return {
    async lookAtProtection(look) {
      const release =
        look.completed === null ? undefined : await whyNotCompleted(context, look.completed, look);
      const frozen = look.notFrozen ? await whyFrozen(context, look.lane) : undefined;
      return [frozen, release].filter((each) => each !== undefined);
    },
    async answerProtection({ repository, environment, run, state, comment }) {
      const path = `/repos/${repository}/actions/runs/${run}/deployment_protection_rule`;
      // What waits is on the calendar, with the acts that end it.
      const page = state === undefined ? calendarPage(context) : undefined;
      const body = {
        environment_name: environment,
        ...(state === undefined ? {} : { state }),
        comment: page === undefined ? comment : `${comment}\n\n${page}`,
      };
      try {
        await context.world.github().request({ method: 'POST', path, body }, cancellationSignal());
      } catch (error) {
        if (!(error instanceof GithubFailure)) throw error;
        if (error.isFinal) throw ApplicationFailure.nonRetryable(error.message, 'definite');
        if (error.after === undefined) throw error;
        throw ApplicationFailure.create({ message: error.message, nextRetryDelay: error.after });
      }
    },
  };
}

/** Why traffic in a lane could not be raised now; what cannot be known counts as frozen. */
async function whyFrozen({ freezes }: ActivityContext, lane: string): Promise<string | undefined> {
  const now = Date.now();
  const raise = { lane, kind: 'release', began: now, onFreeze: 'hold' } as const;
  return judgeRaise(raise, await freezes.known(), now)?.message;
}

/** Why the last release of this commit in a lane does not count as completed; undefined where it does. */
async function whyNotCompleted(
  context: ActivityContext,
  lane: string,
  { sha, ref }: ProtectionLook,
): Promise<string | undefined> {
  const [service, environment] = lane.split('.');
  const where = `${service}@${environment}`;
  const { archiveFolder } = context;
  const running = await runningIn(context.client(), lane);
  if (running !== null && (running.version === sha || running.version === ref)) {
    return `${running.id} of it is still running in ${where}`;
  }
  const ended = await listReports(archiveFolder, { lane, limit: MOST_ENTRIES });
  for (const [index, { id, version, outcome }] of ended.entries()) {
    // A branch that moved has the same name and another commit, so a revision says more than a name.
    const revision = version === ref || index < MOST_READ ? await revisionOf(archiveFolder, id) : undefined;
    const meant = version === sha || revision === sha || (version === ref && revision === undefined);
    if (!meant) continue;
    return outcome === 'completed' ? undefined : `the last release of it in ${where}, ${id}, was ${outcome}`;
  }
  return `no release of ${ref} (${sha.slice(0, 12)}) has completed in ${where}`;
}

async function runningIn(
  client: ReturnType<ActivityContext['client']>,
  lane: string,
): Promise<LaneStatus['running']> {
  try {
    const status = await client.workflow.getHandle(`lane/${lane}`).query<LaneStatus>('lane-status');
    return status.running;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

async function revisionOf(archiveFolder: string, id: string): Promise<string | undefined> {
  return reportRevision.safeParse(await readReport(archiveFolder, id)).data?.status.revision;
}
