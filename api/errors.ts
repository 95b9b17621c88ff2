/** Every error that the API answers, by its stable code. `docs/errors.md` explains each to users. */
export const errors = {
  invalid_request: { status: 400, title: 'The request is not as documented' },
  malformed_json: { status: 400, title: 'The body is not JSON' },
  reason_required: { status: 400, title: 'This act needs a reason' },
  signature_invalid: { status: 401, title: 'The signature does not fit the body' },
  unauthenticated: { status: 401, title: 'It is not known who asks' },
  approval_by_author: { status: 403, title: 'Whoever started a release cannot approve it' },
  not_an_approver: { status: 403, title: 'This approval is for others' },
  cross_site: { status: 403, title: 'A web page of another site may not change anything' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  environment_not_found: { status: 404, title: 'The service has no such environment' },
  gate_closed: { status: 403, title: 'The gate is closed' },
  not_passed: { status: 403, title: 'There is no such verdict' },
  hook_not_found: { status: 404, title: 'There is no such webhook' },
  deployment_not_found: { status: 404, title: 'No such deployment waits' },
  schedule_not_found: { status: 404, title: 'There is no such schedule' },
  freeze_not_found: { status: 404, title: 'There is no such freeze' },
  lane_not_found: { status: 404, title: 'There is no such lane' },
  plan_not_found: { status: 404, title: 'The plan of this release is not kept any more' },
  release_not_found: { status: 404, title: 'There is no such release' },
  report_not_found: { status: 404, title: 'There is no report of this release' },
  route_not_found: { status: 404, title: 'There is no such route' },
  token_not_found: { status: 404, title: 'There is no such token' },
  service_not_found: { status: 404, title: 'There is no such service' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  act_not_possible: { status: 409, title: 'The release cannot do this now' },
  adopt_mismatch: { status: 409, title: 'What runs is not what the adopt says' },
  ambiguous_target: { status: 409, title: 'More than one version may be meant' },
  schedule_exists: { status: 409, title: 'There is a schedule of this name' },
  schedule_in_file: { status: 409, title: 'The schedule stands in a service file' },
  freeze_over: { status: 409, title: 'The freeze is over' },
  too_many_freezes: { status: 409, title: 'There are too many freezes' },
  lane_frozen: { status: 409, title: 'No traffic may be raised in the lane now' },
  lane_blocked: { status: 409, title: 'The lane waits for somebody to adopt it' },
  lane_busy: { status: 409, title: 'Another release runs in the lane' },
  lane_not_idle: { status: 409, title: 'A release runs in the lane' },
  not_known_good: { status: 409, title: 'There is no such known good version' },
  nothing_live: { status: 409, title: 'Nothing serves in the lane' },
  token_exists: { status: 409, title: 'A token of this name is in force' },
  too_many_tokens: { status: 409, title: 'There are too many tokens' },
  too_many_schedules: { status: 409, title: 'The lane has too many schedules' },
  too_many_gates: { status: 409, title: 'Too many gates are open' },
  stale_act: { status: 409, title: 'The release has moved on since you looked' },
  precondition_failed: { status: 412, title: 'If-Match means what is no more so' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body has to be JSON' },
  host_not_allowed: { status: 421, title: 'This host name is not the API' },
  config_invalid: { status: 422, title: 'The service files have mistakes' },
  no_latest_version: { status: 422, title: 'Nothing says where the newest version is' },
  event_unusable: { status: 422, title: 'What was sent cannot be used' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key came with another body before' },
  precondition_required: { status: 428, title: 'The act has to say which state it means' },
  rate_limited: { status: 429, title: 'There were too many requests' },
  internal: { status: 500, title: 'Sluice made a mistake' },
  target_unreadable: { status: 502, title: 'Router, platform or archive cannot be read' },
  too_many_streams: { status: 503, title: 'Too many event streams are open' },
  payloads_unreadable: { status: 503, title: 'What Temporal keeps cannot be read' },
  issuer_unavailable: { status: 503, title: 'The keys of an issuer cannot be had' },
  audit_behind: { status: 503, title: 'Acts wait to be written to the audit' },
  registry_unavailable: { status: 503, title: 'The registry cannot be read' },
  temporal_unavailable: { status: 503, title: 'Temporal does not answer' },
  worker_unavailable: { status: 503, title: 'No worker answers' },
} as const satisfies Record<string, { status: number; title: string }>;

/** The stable name of an error. */
export type ErrorCode = keyof typeof errors;

/** Whether a text, such as the type of a workflow's failure, is one of the codes. */
export function isErrorCode(text: string | null | undefined): text is ErrorCode {
  return typeof text === 'string' && Object.hasOwn(errors, text);
}

/** A refusal with its code. `detail` says what, which one, and the next step, in one sentence. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  /** Further fields of the answer, such as the problems of service files. */
  readonly more: Record<string, unknown>;

  constructor(code: ErrorCode, detail: string, more: Record<string, unknown> = {}) {
    super(detail);
    this.name = 'ApiError';
    this.code = code;
    this.more = more;
  }
}
