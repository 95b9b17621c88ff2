import { cancellationSignal } from '@temporalio/activity';
import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, defineSearchAttributeKey } from '@temporalio/common';
import { judgeRaise } from '../../config/freezes/judge-raise.ts';
import { loadDefinitionsFor } from '../../config/load.ts';
import { describeProblem } from '../../config/problem.ts';
import { resolvePlan } from '../../config/resolve.ts';
import { resolveLatest } from '../../config/schedules/resolve-schedules.ts';
import type { ServiceFile } from '../../config/service-file.ts';
import { newestVersion } from '../../providers/versions/index.ts';
import type { LaneInput, SubmitAnswer, Submission } from '../../workflows/lane-messages.ts';
import type { ActivityContext } from '../context.ts';
import { GRPC, grpcCode } from './grpc-code.ts';
import { noteInSchedule } from './note-in-schedule.ts';
import type { ScheduledActivities } from './types.ts';

const PATIENCE = 10_000;
/** Temporal names the last ten runs of a schedule. */
const MOST_LATE = 10;

type Lane = (input: LaneInput) => Promise<void>;

/** What a schedule's run does: it finds a version, and asks a lane as any submit does. */
export function createScheduledActivities(context: ActivityContext): ScheduledActivities {
  const { schedules } = context;
  return {
    async findScheduled({ lane, version }) {
      if (version !== 'latest') return { version };
      const { file, environment } = await fileOf(schedules.definitions, lane);
      const source = resolveLatest(file, environment);
      if (source === undefined) {
        throw definite(`${lane} has no \`latest\` that says where the newest version is; see ${file.file}`);
      }
      const providers = { dataFolder: schedules.dataFolder, environment: process.env, log: context.log };
      return newestVersion(source, providers, cancellationSignal());
    },
    async submitScheduled({ lane, name, version, revision, key, notAfter, authors = [] }) {
      if (notAfter !== undefined && Date.now() > notAfter) return { state: 'late' };
      const { file, environment } = await fileOf(schedules.definitions, lane);
      const plan = resolvePlan(file, environment);
      if (plan === undefined) throw definite(`${file.file} has no environment ${environment}`);
      const refused = await refusedByFreeze(context, lane, plan.startInFreeze);
      if (refused !== undefined) return { state: 'refused', code: 'lane_frozen', message: refused };
      const client = context.client();
      const input: LaneInput = { schemaVersion: 1, lane };
      const startWorkflowOperation = new WithStartWorkflowOperation<Lane>('lane', {
        workflowId: `lane/${lane}`,
        taskQueue: `${schedules.taskQueue}-act`,
        workflowIdConflictPolicy: 'USE_EXISTING',
        args: [input],
        typedSearchAttributes: [
          { key: defineSearchAttributeKey('SluiceService', 'KEYWORD'), value: plan.service },
          { key: defineSearchAttributeKey('SluiceEnvironment', 'KEYWORD'), value: environment },
        ],
      });
      const said: Submission = {
        kind: 'release',
        now: false,
        version,
        ...(revision === undefined ? {} : { revision }),
        actor: `schedule-${name}`,
        source: 'schedule',
        reason: `the schedule ${name}${authors.length === 0 ? '' : `, by ${authors.join(' and ')}`}`,
        ...(authors.length === 0 ? {} : { authors }),
        key,
        plan,
      };
      const ask = async (): Promise<SubmitAnswer> =>
        client.workflow.executeUpdateWithStart<Lane, SubmitAnswer, [Submission]>('submit', {
          args: [said],
          startWorkflowOperation,
        });
      return client.withDeadline(Date.now() + PATIENCE, async () => ask().catch(toRefusal));
    },
    async noteMissed({ lane, name, run, why }) {
      const client = context.client();
      try {
        await client.withDeadline(Date.now() + PATIENCE, async () =>
          noteInSchedule(client, { lane, name }, ({ late = { count: 0, runs: [] } }) => {
            if (late.runs.includes(run)) return undefined;
            return { late: { count: late.count + 1, runs: [...late.runs, run].slice(-MOST_LATE) } };
          }),
        );
      } catch (error) {
        // One that was deleted meanwhile has nothing to count.
        if (grpcCode(error) !== GRPC.notFound) throw error;
      }
      context.log.warn({ lane, schedule: name, run }, `a run of a schedule was missed: ${why}`);
    },
  };
}

/** What a lane has no room for is refused before it is taken in; the next run may find room. */
function toRefusal(error: unknown): SubmitAnswer {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure)) throw error;
  const { type, message } = cause;
  if (type !== 'audit_behind' && type !== 'lane_busy') throw error;
  return { state: 'refused', code: type, message };
}

/** Why a lane that refuses submits in a freeze refuses this one. */
async function refusedByFreeze(
  { freezes }: ActivityContext,
  lane: string,
  startInFreeze: 'wait' | 'refuse' | undefined,
): Promise<string | undefined> {
  if (startInFreeze !== 'refuse') return undefined;
  const now = Date.now();
  return judgeRaise({ lane, kind: 'release', began: now, onFreeze: 'hold' }, await freezes.known(), now)
    ?.message;
}

async function fileOf(
  definitions: string,
  lane: string,
): Promise<{ file: ServiceFile; environment: string }> {
  const [service = '', environment = ''] = lane.split('.');
  const { services, problems } = await loadDefinitionsFor(definitions, service);
  const file = services.get(service);
  if (file !== undefined) return { file, environment };
  const why = problems[0] === undefined ? `it is in no file of ${definitions}` : describeProblem(problems[0]);
  throw definite(`${service} cannot be released: ${why}`);
}

function definite(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'definite');
}
