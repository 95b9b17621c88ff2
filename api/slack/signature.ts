import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the time of a request may be from now, in either direction, in seconds. */
const WINDOW = 300;

/** What of a request is signed, and with what. */
export interface SignedRequest {
  signingSecret: string;
  /** `X-Slack-Request-Timestamp`: seconds since the epoch. */
  timestamp: string | undefined;
  /** `X-Slack-Signature`. */
  signature: string | undefined;
  /** The bytes as they came: what was parsed and written again is not what was signed. */
  body: Buffer;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Why a request is not taken for one of Slack's; undefined when it is. An empty secret signs nothing. Pure, and in constant time. */
export function whyNotSlack(request: SignedRequest): string | undefined {
  const { signingSecret, timestamp = '', signature = '', body, now } = request;
  // Anybody can sign with nothing: a variable may be set and empty.
  if (signingSecret.trim() === '') {
    return 'slack.signingSecret of the settings has an empty value; set it to that of your app';
  }
  if (!/^\d{1,12}$/.test(timestamp)) return 'it has no X-Slack-Request-Timestamp';
  // A time that is to come is refused as well: such a request could be repeated for longer.
  if (Math.abs(now / 1000 - Number(timestamp)) > WINDOW) {
    return "its time is more than 5 minutes from this machine's; is the clock right?";
  }
  const mac = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const [right, given] = [Buffer.from(`v0=${mac}`), Buffer.from(signature)];
  if (right.length === given.length && timingSafeEqual(right, given)) return undefined;
  return 'its signature is wrong; is slack.signingSecret that of this app?';
}
