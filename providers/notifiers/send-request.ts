import { httpRequest, type HttpAnswer, type HttpRequest } from '../http-request.ts';
import { tail } from '../tail.ts';
import { Refusal } from './refusal.ts';
import { retryAfter } from './retry-after.ts';

/** Time for one request, in milliseconds. */
const TIMEOUT = 8000;
/** Largest answer that is read, in bytes. */
const MOST_READ = 1024 * 1024;
/** Characters of an answer that are told. */
const TOLD = 300;

/** A request with a body. */
export interface Outgoing extends HttpRequest {
  body: string;
  /** Takes the secrets of the request out of a text. */
  masked: (text: string) => string;
  /** Answers that say that this very request is of no use, however often it is sent. */
  isHopeless?: (answer: HttpAnswer) => boolean;
  /** Answers that say that nothing is wanted any more, beside 410. */
  isGone?: (answer: HttpAnswer) => boolean;
}

/**
 * Sends a request once; whatever is no 2xx is thrown. 410 says that nothing is wanted any more, and a `Retry-After` is
 * told as it was asked for. Errors name the request without its secrets, and hold the end of the answer.
 */
export async function sendRequest(request: Outgoing, signal: AbortSignal): Promise<HttpAnswer> {
  const { masked, isHopeless, isGone, ...sent } = request;
  const next = 'Is the address right, and is the service up?';
  const answer = await httpRequest(sent, { signal, next, timeout: TIMEOUT, most: MOST_READ }).catch(
    (error: unknown) => {
      signal.throwIfAborted();
      throw new Error(masked(error instanceof Error ? error.message : String(error)));
    },
  );
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  const said = tail(masked(answer.body), TOLD);
  const message = `${masked(originOf(sent.url))} answered ${status}${said === '' ? '' : `: ${said}`}`;
  if (status === 410 || isGone?.(answer)) throw new Refusal(message, { kind: 'gone' });
  if (isHopeless?.(answer)) throw new Refusal(message, { kind: 'never' });
  const after = retryAfter(answer.headers['retry-after'], Date.now());
  throw after === undefined ? new Error(message) : new Refusal(message, { kind: 'later', after });
}

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? 'the address';
}
