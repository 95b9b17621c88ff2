/** A signed webhook of somebody else that starts a release. */
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import type { WebhookIn } from '../../config/schema/webhook-in.ts';
import { startRelease } from '../acts/start-release.ts';
import type { Principal } from '../auth/principal.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { HookTaken } from '../wire/hook.ts';
import { submitBody } from '../wire/submit.ts';
import { callerBy } from '../caller-by-message.ts';
import { textAt } from './pointer.ts';
import { isSigned } from './signature.ts';
import { unusable } from './unusable.ts';

/** Text of a reason is cut at this length. */
const LONGEST_REASON = 1000;

/**
 * What tells repeats of a message apart from another one, where the message was signed by who knows the secret. A
 * Standard Webhook has an id that is signed with it; else it is the bytes themselves.
 */
export function signedThing(
  { hmac }: Pick<WebhookIn, 'hmac'>,
  headers: IncomingHttpHeaders,
  bytes: Buffer,
  secret: string,
): string {
  if (hmac === undefined) return standardId(headers, bytes, secret);
  if (!isSigned(bytes, headers[hmac.header.toLowerCase()], secret, hmac)) throw notSigned(hmac.header);
  return bytes.toString('base64');
}

function standardId(headers: IncomingHttpHeaders, bytes: Buffer, secret: string): string {
  const named = Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
      name,
      String(headers[name] ?? ''),
    ]),
  );
  // The library decodes text once more, so bytes that are no text would be signed as others.
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) throw notSigned('webhook-signature');
  try {
    new Webhook(secret).verify(text, named);
  } catch {
    throw notSigned('webhook-signature');
  }
  return named['webhook-id'] ?? '';
}

/** The refusal of what was not signed, which says nothing about what was wrong with it. */
export function notSigned(header: string): ApiError {
  return new ApiError(
    'signature_invalid',
    `${header} does not sign this body; check the secret on both sides`,
  );
}

/** Starts the release that the body asks for, with the webhook's own rights. */
export async function startByHook(
  context: ApiContext,
  name: string,
  hook: WebhookIn,
  thing: string,
  body: unknown,
): Promise<HookTaken> {
  const unmet = whyNotMeant(hook, body);
  if (unmet !== undefined) return { taken: [], ignored: unmet };
  const said = pick(hook, body);
  const principal: Principal = { name: `${name}@webhook`, kind: 'webhook', grants: hook.grants, groups: [] };
  const submit = unusable(() => submitBody.parse(said));
  const { body: answer } = await startRelease(
    context,
    callerBy(principal, 'webhook', `${name}\n${thing}`, said),
    submit,
  );
  const what = `${said.version} to ${said.service}@${said.environment}: ${answer.state}`;
  return { taken: [{ what, id: answer.id }] };
}

function whyNotMeant({ when = {} }: WebhookIn, body: unknown): string | undefined {
  for (const [pointer, wanted] of Object.entries(when)) {
    const found = textAt(body, pointer);
    const values = typeof wanted === 'string' ? [wanted] : wanted;
    if (found === undefined || !values.includes(found)) return `${pointer} is not ${values.join(' or ')}`;
  }
  return undefined;
}

interface Picked {
  service: string;
  environment: string;
  version: string;
  revision?: string;
  reason?: string;
}

/** The values of a release, fixed or from where they stand in the body. Throws `event_unusable` where one is not there. */
function pick(hook: WebhookIn, body: unknown): Picked {
  const { revision, reason } = hook;
  return {
    service: take('service', hook.service, body),
    environment: take('environment', hook.environment, body),
    version: take('version', hook.version, body),
    ...(revision === undefined ? {} : { revision: take('revision', revision, body) }),
    ...(reason === undefined ? {} : { reason: take('reason', reason, body).slice(0, LONGEST_REASON) }),
  };
}

function take(what: string, written: string, body: unknown): string {
  if (!written.startsWith('/')) return written;
  const found = textAt(body, written);
  if (found !== undefined) return found;
  throw new ApiError('event_unusable', `the body has no text at ${written}, which is to be the ${what}`);
}
