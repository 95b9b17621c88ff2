/** Requests to the API, which lies beside the dashboard. Every failure is an `AskFailure`. */
import type { Problem } from '../../api/wire/problem.ts';
import { actorName, credential } from '../session/credential.ts';
import { AskFailure } from './failure.ts';
import { newKey } from './new-key.ts';
import { learnTime } from './server-time.ts';

let tellUnknown = (_why: string): void => undefined;

/** Calls back whenever the API does not know, or knows no more, who asks. */
export function whenUnknown(tell: (why: string) => void): void {
  tellUnknown = tell;
}

/** How long anything but a stream may take to be answered, in milliseconds: the API itself gives up sooner. */
const PATIENCE = 15_000;

/** Asks for something that is read only. `path` is such as `v1/lanes`. What takes longer than 15 s is unreachable. */
export async function ask<T>(path: string, signal?: AbortSignal): Promise<T> {
  const late = AbortSignal.timeout(PATIENCE);
  try {
    const either = signal === undefined ? late : AbortSignal.any([signal, late]);
    return await bodyOf<T>(await request(path, { signal: either }));
  } catch (error) {
    if (!late.aborted || signal?.aborted === true || error instanceof AskFailure) throw error;
    throw new AskFailure('unreachable', 'Sluice cannot be reached: no answer came within 15 s', 0);
  }
}

/**
 * Does something. A repeat under the same `idempotency-key` is harmless; where none is given there is a new one. Where no
 * answer comes within 15 s, or none at all, it may have been taken all the same, and the failure says so.
 */
export async function act<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
  const said = {
    'content-type': 'application/json',
    'sluice-source': 'dashboard',
    'sluice-actor': actorName(),
    'idempotency-key': newKey(),
    ...headers,
  };
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const options = { method: 'POST', headers: said, body: JSON.stringify(body), signal };
    return await bodyOf<T>(await request(path, options));
  } catch (error) {
    if (error instanceof AskFailure && error.code !== 'unreachable') throw error;
    throw new AskFailure('unreachable', NO_ANSWER, 0);
  }
}

const NO_ANSWER =
  'No answer came, so it may have been taken, or not: look at how it stands now. Pressed again as it is, it is one act.';

/** Sends a request with the credential; answers only what is no refusal. */
export async function request(path: string, options: RequestInit): Promise<Response> {
  const headers = new Headers(options.headers);
  const shown = credential();
  if (shown !== undefined) headers.set('authorization', `Bearer ${shown}`);
  const sent = Date.now();
  let answer: Response;
  try {
    answer = await fetch(new URL(`../${path}`, document.baseURI), { ...options, headers, cache: 'no-store' });
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new AskFailure('unreachable', 'Sluice cannot be reached', 0);
  }
  learnTime(answer.headers, sent);
  if (answer.ok) return answer;
  const failure = await failureOf(answer);
  if (failure.status === 401) tellUnknown(failure.message);
  throw failure;
}

async function failureOf(answer: Response): Promise<AskFailure> {
  try {
    const { code, detail, problems } = await bodyOf<Problem>(answer);
    if (typeof code === 'string' && typeof detail === 'string')
      return new AskFailure(code, detail, answer.status, Array.isArray(problems) ? problems.map(String) : []);
  } catch {
    // A proxy answers as it likes.
  }
  return new AskFailure('unreachable', `Sluice cannot be reached (status ${answer.status})`, answer.status);
}

/** Page and API come from one build and one origin, so that what it answers has the type that it is declared with. */
async function bodyOf<T>(answer: Response): Promise<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (await answer.json()) as T;
}
