import type { SmokeCheck } from '../../config/plan.ts';
import { httpGet } from '../../providers/http-get.ts';
import { messageOf } from '../sentence.ts';

/** One try of a request; everything but the cancellation comes back as an answer with its reason. */
export async function tryGet(
  { path, status, contains, timeout }: Extract<SmokeCheck, { kind: 'get' }>,
  endpoint: string,
  signal: AbortSignal,
): Promise<{ ok: boolean; detail: string }> {
  const url = `${endpoint.replace(/\/$/, '')}${path}`;
  const next = "Look at the instance's log";
  try {
    const answer = await httpGet(url, { signal, next, timeout });
    if (answer.status !== status) return { ok: false, detail: `answered ${answer.status}, not ${status}` };
    if (contains !== undefined && !answer.body.includes(contains)) {
      return {
        ok: false,
        detail: `answered ${status}, but its body does not contain ${JSON.stringify(contains)}`,
      };
    }
    return { ok: true, detail: `answered ${status}` };
  } catch (error) {
    return { ok: false, detail: messageOf(error) };
  }
}
