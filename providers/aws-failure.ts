import { z } from 'zod';
import { describePlace, type AwsPlace } from './aws-settings.ts';

/** A call to AWS. */
export interface AwsCall extends AwsPlace {
  /** As AWS's rights name it, such as `cloudwatch:GetMetricData`. */
  action: string;
}

/** What is wrong, and the next step: a part of a sentence and a sentence. */
interface Trouble {
  what: string;
  next: string;
}

const thrown = z.looseObject({
  $metadata: z.looseObject({ httpStatusCode: z.number().optional() }).optional(),
});

/**
 * What AWS's SDK threw, as an error whose sentence names the call, what is wrong and the next step. Throttling,
 * credentials that have expired, are missing, unknown or lack a right, and a server that is not there are told apart.
 */
export function awsFailure(error: unknown, call: AwsCall): Error {
  const { what, next } = troubleOf(error, call);
  return new Error(`${call.action} ${describePlace(call)} failed: ${what}. ${next}`, { cause: error });
}

function troubleOf(error: unknown, call: AwsCall): Trouble {
  const name = error instanceof Error ? error.name : '';
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  const said = message.trim().replace(/\.$/, '');
  const status = thrown.safeParse(error).data?.$metadata?.httpStatusCode;
  const known = THROTTLED.test(name) ? throttled(said) : byCredentials(name, said, call);
  if (known !== undefined) return known;
  if (status === undefined) {
    const what = name === 'TimeoutError' ? 'no answer came in time' : said;
    return { what, next: 'Can AWS be reached from here, and is this the right region or endpoint?' };
  }
  if (status >= 500) {
    return { what: `AWS has an error of its own (${status} ${name}: ${said})`, next: 'It is asked again.' };
  }
  if (status === 200) return { what: `the answer makes no sense (${said})`, next: 'Is this AWS?' };
  return { what: `AWS refuses it (${name}: ${said})`, next: 'Are the names and values in it right?' };
}

const THROTTLED = /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown)/;
const EXPIRED = /^(ExpiredToken|TokenRefreshRequired)/;
const CLOCK = /^(RequestExpired|RequestTimeTooSkewed)|Signature (expired|not yet current)/;
const UNKNOWN =
  /^(UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch|InvalidSignature|AuthFailure)/;
const DENIED = /^(AccessDenied|UnauthorizedOperation|NotAuthorized|OptInRequired)/;
const NOT_LOADED = /^(CredentialsProviderError|TokenProviderError)$/;

function throttled(said: string): Trouble {
  const next = 'It is asked again; when this stays, raise the quota of this call in AWS Service Quotas.';
  return { what: `AWS throttles it (${said})`, next };
}

function byCredentials(name: string, said: string, { action }: AwsCall): Trouble | undefined {
  if (EXPIRED.test(name) || (NOT_LOADED.test(name) && said.includes('expired'))) {
    const next =
      'Renew them, for a profile by `aws sso login`, or give the daemon a role, which renews itself.';
    return { what: `the credentials have expired (${said})`, next };
  }
  if (CLOCK.test(name) || CLOCK.test(said)) {
    return { what: `the clock of this machine is not AWS's (${said})`, next: 'Set it right.' };
  }
  if (UNKNOWN.test(name)) {
    return { what: `AWS does not know the credentials (${said})`, next: 'Were they deleted, or mistyped?' };
  }
  if (DENIED.test(name)) {
    return { what: `the credentials lack a right (${said})`, next: `Allow ${action} to the daemon.` };
  }
  if (NOT_LOADED.test(name)) {
    const next =
      'Give the daemon AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or a role of its machine.';
    return { what: `there are no credentials (${said})`, next };
  }
  if (said === 'Region is missing') {
    return { what: 'no region is known', next: 'Write `region` into the service file, or set AWS_REGION.' };
  }
  return undefined;
}
