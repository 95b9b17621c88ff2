import { createHmac } from 'node:crypto';

/** How long Slack waits for an answer, in milliseconds; then it shows its user an error. */
export const PATIENCE = 3000;

/** Sends what happened as a signed request; answers the text of an answer that is shown at once. */
export type Sender = (
  url: string,
  way: 'commands' | 'interactions',
  payload: Record<string, unknown>,
  signingSecret: string,
) => Promise<string>;

/** What is wrong with an answer is put among the faults. */
export function createSender(faults: string[]): Sender {
  return async (url, way, payload, signingSecret) => {
    const body = formOf(way, payload);
    const began = performance.now();
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...signed(body, signingSecret), 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    const text = await answer.text();
    const took = performance.now() - began;
    if (took > PATIENCE) faults.push(`${way}: answered after ${Math.round(took)} ms`);
    if (answer.status !== 200) faults.push(`${way}: answered ${answer.status} ${text}`);
    return text;
  };
}

/** The body of a request: fields, or the payload in one field. */
export function formOf(way: 'commands' | 'interactions', payload: Record<string, unknown>): string {
  const fields = way === 'commands' ? payload : { payload: JSON.stringify(payload) };
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  return form.toString();
}

/** The headers that say that a body is Slack's; `at` in seconds since the epoch. */
export function signed(
  body: string,
  signingSecret: string,
  at = Math.floor(Date.now() / 1000),
): Record<string, string> {
  const mac = createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${mac}` };
}
