/** What of GitHub's events may start a release, taken apart. Fields that are not read here are of no matter. */
import { z } from 'zod';
import { sender } from './sender.ts';

/** One event, as rules look at it. */
export interface StartEvent {
  kind: 'deployment' | 'workflowRun' | 'release' | 'tag';
  repository: string;
  sha?: string;
  /** A branch or a tag, without `refs/`. */
  ref: string;
  /** GitHub's environment, of a deployment. */
  environment?: string;
  /** Name of the workflow, of a run. */
  workflow?: string;
  /**
   * The same for every delivery of the same thing. It is made of what is signed, as the number of the delivery is not:
   * a delivery that is repeated, or comes by a second webhook, is known again.
   */
  thing: string;
  /** When it happened, milliseconds since the epoch, where the event says so. */
  happenedAt?: number;
  sender: z.output<typeof sender>;
}

const time = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (Number.isFinite(at)) return at;
  context.issues.push({ code: 'custom', input: text, message: 'expected a time' });
  return z.NEVER;
});
const repository = z.object({ full_name: z.string() });

const deployment = z.object({
  action: z.string(),
  deployment: z.object({
    id: z.number(),
    sha: z.string(),
    ref: z.string(),
    environment: z.string(),
    created_at: time,
    payload: z.unknown(),
  }),
  repository,
  sender,
});

const workflowRun = z.object({
  action: z.string(),
  workflow_run: z.object({
    id: z.number(),
    name: z.string().nullish(),
    head_branch: z.string().nullable(),
    head_sha: z.string(),
    head_repository: repository.nullish(),
    conclusion: z.string().nullable(),
    run_attempt: z.number(),
    updated_at: time,
  }),
  repository,
  sender,
});

const release = z.object({
  action: z.string(),
  release: z.object({
    id: z.number(),
    tag_name: z.string(),
    target_commitish: z.string(),
    published_at: time.nullable(),
  }),
  repository,
  sender,
});

const push = z.object({
  ref: z.string(),
  after: z.string(),
  created: z.boolean(),
  head_commit: z.object({ id: z.string() }).nullable(),
  repository: repository.extend({ pushed_at: z.union([z.number(), z.string(), z.null()]).optional() }),
  sender,
});

/** A deployment that Sluice made itself to tell of a release would start the next one. */
const ownPayload = z.looseObject({ sluice: z.string() });

const FULL_SHA = /^[0-9a-f]{40}$/;

/** Takes an event apart; a text says why it starts nothing. Throws zod's error where it is not as GitHub writes it. */
export function readStartEvent(event: string, body: unknown): StartEvent | string {
  switch (event) {
    case 'deployment':
      return fromDeployment(deployment.parse(body));
    case 'workflow_run':
      return fromWorkflowRun(workflowRun.parse(body));
    case 'release':
      return fromRelease(release.parse(body));
    case 'push':
      return fromPush(push.parse(body));
    default:
      return `${event} starts nothing`;
  }
}

function fromDeployment(said: z.output<typeof deployment>): StartEvent | string {
  const { id, sha, ref, environment, created_at: happenedAt, payload } = said.deployment;
  if (said.action !== 'created') return `a deployment that is ${said.action} starts nothing`;
  if (ownPayload.safeParse(payload).success) return 'Sluice made this deployment itself';
  return { kind: 'deployment', ...both(said), sha, ref, environment, happenedAt, thing: `deployment ${id}` };
}

function fromWorkflowRun(said: z.output<typeof workflowRun>): StartEvent | string {
  const run = said.workflow_run;
  if (said.action !== 'completed') return `a run that is ${said.action} starts nothing`;
  if (run.conclusion !== 'success') return `the run ended as ${run.conclusion ?? 'nothing'}`;
  // A fork can name its branch as it likes.
  if (run.head_repository?.full_name !== said.repository.full_name) return 'the run was of a fork';
  return {
    kind: 'workflowRun',
    ...both(said),
    sha: run.head_sha,
    ref: run.head_branch ?? '',
    workflow: run.name ?? '',
    happenedAt: run.updated_at,
    thing: `run ${run.id}.${run.run_attempt}`,
  };
}

function fromRelease(said: z.output<typeof release>): StartEvent | string {
  const { id, tag_name: ref, target_commitish: target, published_at: at } = said.release;
  if (said.action !== 'released') return `a release that is ${said.action} starts nothing`;
  return {
    kind: 'release',
    ...both(said),
    ...(FULL_SHA.test(target) ? { sha: target } : {}),
    ref,
    ...(at === null ? {} : { happenedAt: at }),
    thing: `release ${id}`,
  };
}

function fromPush(said: z.output<typeof push>): StartEvent | string {
  const [, ref] = /^refs\/tags\/(.+)$/.exec(said.ref) ?? [];
  if (ref === undefined) return 'a push to a branch starts nothing';
  if (!said.created) return 'the tag was moved or deleted';
  const { pushed_at: at } = said.repository;
  return {
    kind: 'tag',
    ...both(said),
    ...(said.head_commit === null ? {} : { sha: said.head_commit.id }),
    ref,
    ...(typeof at === 'number' ? { happenedAt: at * 1000 } : {}),
    thing: `tag ${ref} ${said.after}`,
  };
}

function both(said: {
  repository: z.output<typeof repository>;
  sender: z.output<typeof sender>;
}): Pick<StartEvent, 'repository' | 'sender'> {
  return { repository: said.repository.full_name, sender: said.sender };
}
