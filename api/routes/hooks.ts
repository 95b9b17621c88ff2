import { z } from 'zod';
import { name } from '../../config/schema/name.ts';
import { resolveSecrets } from '../../providers/secrets.ts';
import { answers } from '../answers.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { takeClick } from '../hooks/github/click.ts';
import { protect } from '../hooks/github/protect.ts';
import { startByEvent } from '../hooks/github/start.ts';
import { notSigned, signedThing, startByHook } from '../hooks/named.ts';
import { bytesOf, HOOK_BODY_LIMIT, keepBytes, parseBytes } from '../hooks/raw-body.ts';
import { GITHUB_HMAC, isSigned } from '../hooks/signature.ts';
import { hookTaken, type HookTaken } from '../wire/hook.ts';
import type { App } from './index.ts';

const codes = [
  'invalid_request',
  'malformed_json',
  'signature_invalid',
  'forbidden',
  'hook_not_found',
  'service_not_found',
  'environment_not_found',
  'lane_busy',
  'lane_frozen',
  'lane_blocked',
  'body_too_large',
  'unsupported_media_type',
  'config_invalid',
  'event_unusable',
  'idempotency_key_reused',
  'target_unreadable',
  'audit_behind',
  'registry_unavailable',
  'worker_unavailable',
  'temporal_unavailable',
] as const;

const githubHeaders = z.looseObject({
  'x-hub-signature-256': z
    .string()
    .exactOptional()
    .describe("HMAC of the body under GitHub's webhook secret."),
  'x-github-event': z.string().max(100).exactOptional().describe('The kind of event.'),
  'x-github-delivery': z
    .string()
    .max(100)
    .exactOptional()
    .describe('For the log; repeats are known by what they are about.'),
});

/** POST /v1/hooks/github and POST /v1/hooks/:name: signed messages of others. */
export function addHooks(app: App, context: ApiContext): void {
  void app.register(async (scope: App) => {
    keepBytes(scope);
    addGithub(scope, context);
    addNamed(scope, context);
  });
}

function addGithub(scope: App, context: ApiContext): void {
  const schema = {
    summary: "Take an event of GitHub: what starts a release, a check run's button, a deployment that waits",
    description: 'Signed by X-Hub-Signature-256 over the bytes of the body.',
    tags: ['hooks'],
    headers: githubHeaders,
    response: answers({ 200: hookTaken }, ...codes),
  };
  const config = { role: 'signed' } as const;
  scope.post('/v1/hooks/github', { schema, config, bodyLimit: HOOK_BODY_LIMIT }, async (request) => {
    const { github } = context.settings;
    if (github?.webhookSecret === undefined) {
      throw new ApiError('hook_not_found', 'the settings have no github.webhookSecret, so no event is taken');
    }
    const bytes = bytesOf(request.body);
    const secret = await resolveSecrets(github.webhookSecret, process.env);
    if (!isSigned(bytes, request.headers['x-hub-signature-256'], secret, GITHUB_HMAC)) {
      throw notSigned('X-Hub-Signature-256');
    }
    const event = request.headers['x-github-event'] ?? '';
    const taken = await takeEvent(context, github, event, parseBytes(bytes));
    request.log.info(
      { event, delivery: request.headers['x-github-delivery'], ...taken },
      'an event of GitHub',
    );
    return taken;
  });
}

async function takeEvent(
  context: ApiContext,
  github: NonNullable<ApiContext['settings']['github']>,
  event: string,
  body: unknown,
): Promise<HookTaken> {
  switch (event) {
    case 'ping':
      return { taken: [], ignored: 'GitHub asks whether somebody is here' };
    case 'check_run':
      return takeClick(context, github, body);
    case 'deployment_protection_rule':
      return protect(context, github, body);
    default:
      return startByEvent(context, github, event, body);
  }
}

function addNamed(scope: App, context: ApiContext): void {
  const schema = {
    summary: 'Take a signed webhook that starts a release, as the settings say under webhooks',
    description:
      'Signed by the headers of Standard Webhooks, or by an HMAC in a header that the settings name.',
    tags: ['hooks'],
    params: z.object({ name }),
    response: answers({ 200: hookTaken }, ...codes),
  };
  const config = { role: 'signed' } as const;
  scope.post('/v1/hooks/:name', { schema, config, bodyLimit: HOOK_BODY_LIMIT }, async (request) => {
    const { params, body, headers } = request;
    const hooks = context.settings.webhooks ?? {};
    const hook = Object.hasOwn(hooks, params.name) ? hooks[params.name] : undefined;
    if (hook === undefined) {
      throw new ApiError('hook_not_found', `the settings have no webhook ${params.name}`);
    }
    const bytes = bytesOf(body);
    const thing = signedThing(hook, headers, bytes, await resolveSecrets(hook.secret, process.env));
    const taken = await startByHook(context, params.name, hook, thing, parseBytes(bytes));
    request.log.info({ webhook: params.name, ...taken }, 'a webhook');
    return taken;
  });
}
