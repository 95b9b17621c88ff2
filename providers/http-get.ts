import http from 'node:http';
import https from 'node:https';
import axios from 'axios';
import type { Milliseconds } from '../config/plan.ts';

/** What a server answered, whatever its status. */
export interface HttpAnswer {
  status: number;
  body: string;
}

/** How one request is made. */
export interface HttpGetOptions {
  signal: AbortSignal;
  /** What the reader of an error should look at next, as a sentence. */
  next: string;
  /** Time for the whole request, 2 s unless given. */
  timeout?: Milliseconds;
}

/** Largest body that is read: 16 MiB. */
const maximumBody = 16 * 1024 * 1024;

// Providers ask a few times a minute to a few times a second. A connection of its own for each request costs
// little there, and a server that was restarted never meets a request on a connection that it no longer has.
const httpAgent = new http.Agent({ keepAlive: false });
const httpsAgent = new https.Agent({ keepAlive: false });

/**
 * GETs a URL and returns status and body as text. Redirects are not followed and no proxy is used, so what
 * answers is what was configured. Throws when nothing answers within the timeout or the body is larger than
 * 16 MiB; the error names the URL, the reason and the next step. When the caller's signal ends the request,
 * the signal's reason is thrown.
 */
export async function httpGet(url: string, options: HttpGetOptions): Promise<HttpAnswer> {
  const timeout = options.timeout ?? 2000;
  options.signal.throwIfAborted();
  const deadline = AbortSignal.timeout(timeout);
  try {
    const response = await axios.get<string>(url, {
      signal: AbortSignal.any([options.signal, deadline]),
      responseType: 'text',
      transformResponse: (body: string) => body,
      validateStatus: () => true,
      maxContentLength: maximumBody,
      maxRedirects: 0,
      proxy: false,
      httpAgent,
      httpsAgent,
    });
    return { status: response.status, body: response.data };
  } catch (error) {
    options.signal.throwIfAborted();
    const reason = deadline.aborted ? `no answer within ${timeout} ms` : reasonOf(error);
    throw new Error(`GET ${url} failed: ${reason}. ${options.next}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (!axios.isAxiosError(error)) return String(error);
  // A name that resolves to several addresses fails with one error for all, whose message is empty.
  return error.message !== '' ? error.message : (error.code ?? 'no reason given');
}
