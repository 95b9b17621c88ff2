import { httpRequest, type HttpAnswer, type HttpRequest } from '../http-request.ts';
import { mask } from '../secrets.ts';
import { tail } from '../tail.ts';
import { Refusal } from './refusal.ts';
import { retryAfter } from './retry-after.ts';

/** Time for one request, in milliseconds. */
const TIMEOUT = 8000;
/** Largest answer that is read, in bytes. */
const MOST_READ = 1024 * 1024;
/** Characters of an answer that are told. */
const TOLD = 300;

/** A request with a body, and the values in it that no error may repeat. */
export interface Outgoing extends HttpRequest {
  body: string;
  secrets: string[];
  /** Statuses that say that this very request is of no use, however often it is sent. */
  hopeless?: number[];
}

/**
 * Sends a request once; whatever is no 2xx is thrown. 410 says that nothing is wanted any more, and a `Retry-After` is
 * told as it was asked for. Errors name the request without its secrets, and hold the begin of the answer.
 */
export async function sendRequest(request: Outgoing, signal: AbortSignal): Promise<HttpAnswer> {
  const { secrets, hopeless = [], ...sent } = request;
  const next = 'Is the address right, and is the service up?';
  const answer = await httpRequest(sent, { signal, next, timeout: TIMEOUT, most: MOST_READ }).catch(
    (error: unknown) => {
      signal.throwIfAborted();
      throw new Error(mask(error instanceof Error ? error.message : String(error), secrets));
    },
  );
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  const said = tail(mask(answer.body, secrets), TOLD);
  const message = `${mask(originOf(sent.url), secrets)} answered ${status}${said === '' ? '' : `: ${said}`}`;
  if (status === 410) throw new Refusal(message, { kind: 'gone' });
  if (hopeless.includes(status)) throw new Refusal(message, { kind: 'never' });
  const after = retryAfter(answer.headers['retry-after'], Date.now());
  throw after === undefined ? new Error(message) : new Refusal(message, { kind: 'later', after });
}

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? 'the address';
}
