/** A deployment of GitHub Actions that is held back until Sluice answers. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { z } from 'zod';
import type { GithubSettings } from '../../../config/schema/github.ts';
import type { ProtectionRule } from '../../../config/schema/github/protection-rule.ts';
import type { LaneReference } from '../../../config/schema/lane-reference.ts';
import type { ProtectionInput } from '../../../workflows/protection-messages.ts';
import { actQueue } from '../../../workflows/queues.ts';
import { NOBODY } from '../../auth/principal.ts';
import type { ApiContext } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { findPlan } from '../../find-plan.ts';
import { ACT_PATIENCE } from '../../lane-update.ts';
import { protectionWorkflow } from '../../protections.ts';
import type { HookTaken } from '../../wire/hook.ts';
import { unusable } from '../unusable.ts';
import { nameOf } from './people.ts';
import { sender } from './sender.ts';

const DAY = 86_400_000;

const requested = z.object({
  action: z.literal('requested'),
  environment: z.string().min(1).max(255),
  deployment_callback_url: z.string(),
  deployment: z.object({
    id: z.number().int().positive(),
    sha: z.string().regex(/^[0-9a-f]{40,64}$/),
    ref: z.string().max(255),
    created_at: z.string(),
    creator: z.object({ login: z.string() }).nullish(),
  }),
  repository: z.object({ full_name: z.string() }),
  sender,
});
type Requested = z.output<typeof requested>;

/** Starts the workflow that answers, once a deployment. GitHub's answer goes to its own API and nowhere else. */
export async function protect(
  context: ApiContext,
  settings: GithubSettings,
  body: unknown,
): Promise<HookTaken> {
  const said = unusable(() => requested.parse(body));
  const { deployment, environment, repository } = said;
  const run = runOf(settings, said);
  const id = String(deployment.id);
  if (Date.now() - Date.parse(deployment.created_at) > DAY) {
    return { taken: [], ignored: `deployment ${id} was asked for more than 24 hours ago` };
  }
  const author = deployment.creator?.login ?? said.sender.login;
  const input: ProtectionInput = {
    schemaVersion: 1,
    id,
    repository: repository.full_name,
    environment,
    run,
    sha: deployment.sha,
    ref: deployment.ref,
    actor: nameOf(settings.users, author),
    ...(await requiredOf(context, settings, said)),
  };
  await start(context, input);
  return { taken: [{ what: `deployment to ${environment} waits`, id }] };
}

/** GitHub's number of the run. Throws where the answer would go anywhere but to the run's own address. */
function runOf({ apiUrl }: GithubSettings, { deployment_callback_url: url, repository }: Requested): string {
  const base = `${apiUrl.replace(/\/+$/, '')}/repos/${repository.full_name}/actions/runs/`;
  const [, run] = /^(\d{1,20})\/deployment_protection_rule$/.exec(url.slice(base.length)) ?? [];
  if (run !== undefined && url.startsWith(base)) return run;
  throw new ApiError(
    'event_unusable',
    'deployment_callback_url is not of this repository under github.apiUrl',
  );
}

async function requiredOf(
  context: ApiContext,
  { protection = [] }: GithubSettings,
  { repository, environment }: Requested,
): Promise<Pick<ProtectionInput, 'lane' | 'required' | 'patience' | 'refused'>> {
  const nothing = { notFrozen: false, completed: null, gates: [], approvals: 0 };
  const rule = protection.find(
    (each) =>
      each.repository.toLowerCase() === repository.full_name.toLowerCase() &&
      each.environment.toLowerCase() === environment.toLowerCase(),
  );
  if (rule === undefined) {
    const refused = `no rule under github.protection means ${repository.full_name}, ${environment}`;
    return { lane: '', required: nothing, patience: DAY, refused };
  }
  const { notFrozen = false, completed, approvals = 0 } = rule.require;
  const known = { lane: dotted(rule.lane), patience: rule.deadline };
  try {
    const gates = rule.require.gates === true ? await gatesOf(context, rule) : [];
    const other = completed === undefined ? null : dotted(completed);
    return { ...known, required: { notFrozen, completed: other, gates, approvals } };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { ...known, required: nothing, refused: `its gates cannot be asked: ${error.message}` };
  }
}

async function gatesOf(
  context: ApiContext,
  { lane }: ProtectionRule,
): Promise<ProtectionInput['required']['gates']> {
  const plan = await findPlan(context, NOBODY, lane.service, lane.environment);
  const gates = plan.steps.flatMap((step) => (step.kind === 'gate' ? [step.gate] : []));
  if (gates.length > 0) return gates;
  throw new ApiError('event_unusable', `${lane.service}@${lane.environment} has no step gate`);
}

async function start({ client, settings }: ApiContext, input: ProtectionInput): Promise<void> {
  try {
    await client.withDeadline(Date.now() + ACT_PATIENCE, async () =>
      client.workflow.start('protection', {
        workflowId: protectionWorkflow(input.id),
        taskQueue: actQueue(settings.temporal.taskQueue),
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        args: [input],
      }),
    );
  } catch (error) {
    // It was asked before, and has been answered.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

function dotted({ service, environment }: LaneReference): string {
  return `${service}.${environment}`;
}
