/** By each code, how a right request comes to be refused with it; of several ways one has to lead there. */
import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import type { ErrorCode } from '../../../../api/errors.ts';
import { nothing } from '../../../rigs/freeze-book.ts';
import { madeSchedule } from '../../../workflow/scripted-schedules.ts';
import { failed } from '../fake-schedules.ts';
import { waitingDeployment } from '../waiting-deployment.ts';
import { FILE, type Request, type Scene } from './stage.ts';

type Way = (request: Request) => Scene;

const LANE = { role: 'viewer', lanes: ['*@*'] } as const;
const RELEASE = { id: 'release/checkout.production.12', type: 'release' };
const DEPLOYMENT = {
  ...waitingDeployment,
  id: '1',
  repository: 'acme/checkout',
  lane: 'checkout.production',
};
const waits = { id: 'protection/1', type: 'protection', memo: { protection: DEPLOYMENT } };
const trouble = { since: 1, tries: 2, message: 'it said 500', next: 3 };
const delivers = { notifier: 'webhook', lane: 'checkout.production', waiting: 1, trouble, gone: null };
const fails = {
  id: 'delivery/checkout.production/1-webhook',
  type: 'delivery',
  memo: { delivery: delivers },
};

function throws(error: Error): () => never {
  return () => {
    throw error;
  };
}

const gone = throws(new WorkflowNotFoundError('there is none', 'it', undefined));
const odd = throws(new TypeError('nobody thought of this'));
const unreachable = throws(failed(14, 'no connection'));
const unanswered = throws(new WorkflowUpdateRPCTimeoutOrCancelledError('too late'));
const noWorker = throws(failed(4, 'too late'));

/** The failure of a workflow's validator. */
function refusal(code: ErrorCode): WorkflowUpdateFailedError {
  return new WorkflowUpdateFailedError(
    'refused',
    ApplicationFailure.create({ type: code, message: 'it says no' }),
  );
}

/** What a workflow refuses, by what it answers or by the failure of its validator. */
function refusedBy(code: ErrorCode): Way {
  return () => ({
    executions: { kept: [waits] },
    update: () => ({ state: 'refused', code, message: 'it says no' }),
    act: throws(refusal(code)),
  });
}

/** Without its reason, and by somebody who breaks the glass. */
function withoutReason(more: object = {}): Way {
  return ({ body }) => ({
    grants: [{ ...LANE, lanes: ['*@*'], breakGlass: true }],
    headers: { 'sluice-break-glass': 'yes' },
    body: { ...body, ...more },
    executions: { kept: [waits] },
    update: () => ({ state: 'refused', code: 'act_not_possible', message: 'it was asked' }),
  });
}

const lane = (more: object): Scene => ({ answer: () => ({ live: null, running: null, ...more }) });

export const ways: Partial<Record<ErrorCode, Way[]>> = {
  // Of any route.
  cross_site: [() => ({ headers: { origin: 'https://evil.example' } })],
  host_not_allowed: [() => ({ headers: { host: 'evil.example' } })],
  unauthenticated: [() => ({ headers: { authorization: undefined } })],
  forbidden: [() => ({ grants: [] })],
  rate_limited: [() => ({ before: 1 })],
  registry_unavailable: [() => ({ lookUp: unreachable })],
  internal: [() => ({ lookUp: odd }), () => ({ call: odd })],
  temporal_unavailable: [
    () => ({ call: unreachable }),
    // What asks a workflow that has to be found first.
    () => ({ executions: { kept: [waits] }, act: unreachable, answer: unreachable }),
    () => ({ executions: { kept: [], run: unreachable } }),
  ],
  malformed_json: [() => ({ body: '{' })],
  body_too_large: [
    () => ({ body: JSON.stringify('x'.repeat(70_000)) }),
    () => ({ body: JSON.stringify('x'.repeat(1_100_000)) }),
  ],
  unsupported_media_type: [() => ({ headers: { 'content-type': 'text/plain' } })],
  invalid_request: [
    () => ({ query: '?nonsense=1' }),
    () => ({ body: { nonsense: 1 } }),
    ({ url }) => ({ url: url.replace(/checkout[^/]*|(?<=protections\/)1/, 'NO!') }),
    () => ({ headers: { 'sluice-source': 'nonsense' } }),
  ],

  // Of workflows, as they say it.
  ...Object.fromEntries(
    (
      [
        'adopt_mismatch',
        'ambiguous_target',
        'approval_by_author',
        'freeze_not_found',
        'freeze_over',
        'lane_blocked',
        'lane_busy',
        'not_an_approver',
        'not_known_good',
        'schedule_exists',
        'schedule_in_file',
        'schedule_not_found',
        'stale_act',
        'token_exists',
        'token_not_found',
        'too_many_freezes',
        'too_many_gates',
        'too_many_tokens',
      ] as const
    ).map((code) => [code, [refusedBy(code)]]),
  ),
  act_not_possible: [
    refusedBy('act_not_possible'),
    () => ({ executions: { kept: [RELEASE] }, signal: gone, answer: () => ({ phase: 'finished' }) }),
  ],
  idempotency_key_reused: [
    refusedBy('idempotency_key_reused'),
    () => ({ update: () => ({ state: 'conflict' }) }),
  ],
  precondition_failed: [
    ({ body }) => ({
      ...refusedBy('stale_act')({ method: 'POST', url: '', body }),
      headers: { 'if-match': '"3.4~0123456789abcdef"' },
    }),
  ],
  precondition_required: [({ body }) => ({ body: { ...body, step: undefined, token: undefined } })],
  audit_behind: [() => ({ update: throws(refusal('audit_behind')) })],
  reason_required: [withoutReason({ reason: '' }), withoutReason({ reason: undefined })],

  signature_invalid: [() => ({ headers: { 'x-hub-signature-256': undefined, 'x-signature': undefined } })],
  event_unusable: [() => ({ body: { action: 'created' } }), () => ({ body: { tag: 1 } })],

  // What is not there.
  hook_not_found: [() => ({ url: '/v1/hooks/nobody' })],
  release_not_found: [() => ({ act: gone, signal: gone })],
  deployment_not_found: [() => ({})],
  lane_not_found: [() => ({ answer: gone })],
  report_not_found: [() => ({ executions: { kept: [RELEASE] }, answer: () => ({ phase: 'baking' }) })],
  plan_not_found: [() => ({ executions: { kept: [{ ...RELEASE, input: {} }] } })],
  service_not_found: [
    () => ({ files: FILE.replace('checkout', 'cart'), ...lane({ live: { slot: 'blue', version: 'v1' } }) }),
  ],
  environment_not_found: [
    () => ({
      files: FILE.replace('production', 'staging'),
      ...lane({ live: { slot: 'blue', version: 'v1' } }),
    }),
  ],
  config_invalid: [() => ({ files: 'service: Shop\n', ...lane({ live: { slot: 'blue', version: 'v1' } }) })],
  no_latest_version: [
    ({ body }) => ({ body: { ...body, schedule: { cron: '30 2 * * *', version: 'latest' } } }),
  ],

  too_many_schedules: [
    () => ({
      schedules: Array.from({ length: 20 }, (_, number) => ({
        ...madeSchedule(`s${number}`),
        lane: 'checkout.production',
      })),
    }),
  ],

  // How things stand.
  gate_closed: [() => ({})],
  not_passed: [
    () => ({ executions: { kept: [RELEASE] }, answer: () => ({ phase: 'baking', sentence: 'it bakes' }) }),
  ],
  lane_frozen: [
    () => ({
      files: FILE.replace('    steps:', '    startInFreeze: refuse\n    steps:'),
      freezes: () => ({
        ...nothing(),
        made: { freezes: [], stop: { since: 1, actor: 'ann', reason: 'fire' } },
      }),
    }),
  ],
  nothing_live: [() => lane({})],
  lane_not_idle: [() => lane({ running: { id: 'checkout.production.12' } }), refusedBy('lane_not_idle')],

  // Who is away.
  worker_unavailable: [
    () => ({
      executions: { kept: [waits, RELEASE, fails], late: true },
      update: unanswered,
      act: unanswered,
      answer: noWorker,
    }),
    () => ({
      headers: { accept: 'application/json' },
      executions: { kept: [{ ...RELEASE, input: { id: 'checkout.production.12', plan: { steps: [] } } }] },
      answer: noWorker,
    }),
    () => ({ call: noWorker }),
  ],
  target_unreadable: [
    () => ({
      update: throws(
        new WorkflowUpdateFailedError(
          'failed',
          new ActivityFailure(
            'failed',
            'survey',
            '1',
            'MAXIMUM_ATTEMPTS_REACHED',
            'w',
            new Error('no router'),
          ),
        ),
      ),
    }),
    () => ({
      ...lane({ live: { slot: 'blue', version: 'v1' } }),
      executions: { fails: 'no metrics', run: () => null },
    }),
  ],
};
