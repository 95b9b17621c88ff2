/** Events as GitHub sends them: the fields that matter here, held to GitHub's own types. */
import type { components } from '@octokit/openapi-webhooks-types';

/** Some of the fields, all the way down. */
export type Part<T> = T extends readonly (infer Item)[]
  ? Part<Item>[]
  : T extends object
    ? { [Key in keyof T]?: Part<T[Key]> | undefined }
    : T;

type Events = components['schemas'];

const repository = { id: 7, full_name: 'acme/checkout' };
const sender = { id: 583_231, login: 'octocat' };

/** A full SHA. */
export const SHA = '4f2c1e0d9b8a7f6e5d4c3b2a190817263544f2c1';

/** A deployment was made. */
export function deploymentCreated(
  at: Date,
  more: Part<Omit<Events['webhook-deployment-created']['deployment'], 'payload'>> & { payload?: object } = {},
) {
  return {
    action: 'created',
    deployment: {
      id: 42,
      sha: SHA,
      ref: 'main',
      task: 'deploy',
      environment: 'production',
      created_at: at.toISOString(),
      payload: {},
      ...more,
    },
    repository,
    sender,
  } satisfies Part<Events['webhook-deployment-created']>;
}

/** A run of a workflow has ended. */
export function runCompleted(
  at: Date,
  more: Part<Events['webhook-workflow-run-completed']['workflow_run']> = {},
) {
  return {
    action: 'completed',
    workflow_run: {
      id: 9001,
      name: 'build',
      head_branch: 'main',
      head_sha: SHA,
      head_repository: { full_name: 'acme/checkout' },
      conclusion: 'success',
      run_attempt: 1,
      updated_at: at.toISOString(),
      ...more,
    },
    repository,
    sender,
  } satisfies Part<Events['webhook-workflow-run-completed']>;
}

/** A release was published. */
export function releaseReleased(at: Date) {
  return {
    action: 'released',
    release: {
      id: 31,
      tag_name: 'v1.4.2',
      target_commitish: 'main',
      published_at: at.toISOString(),
    },
    repository,
    sender,
  } satisfies Part<Events['webhook-release-released']>;
}

/** A tag was pushed. */
export function tagPushed(at: Date, ref = 'refs/tags/v1.4.2') {
  return {
    ref,
    after: SHA,
    created: true,
    head_commit: { id: SHA },
    repository: { ...repository, pushed_at: Math.floor(at.getTime() / 1000) },
    sender,
  } satisfies Part<Events['webhook-push']>;
}

/** Somebody clicked a button of a check run. */
export function actionRequested(identifier: string, release: string, name: string, by = sender) {
  return {
    action: 'requested_action',
    check_run: { id: 77, name, external_id: release, head_sha: SHA, app: { id: 1234 } },
    requested_action: { identifier },
    repository,
    sender: by,
  } satisfies Part<Events['webhook-check-run-requested-action']>;
}

/** A deployment of Actions waits for an answer. */
export function protectionRequested(at: Date, callback: string, id = 42) {
  return {
    action: 'requested',
    environment: 'production',
    event: 'push',
    deployment_callback_url: callback,
    deployment: {
      id,
      sha: SHA,
      ref: 'main',
      created_at: at.toISOString(),
      creator: sender,
    },
    repository,
    sender,
  } satisfies Part<Events['webhook-deployment-protection-rule-requested']>;
}
