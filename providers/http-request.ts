import http from 'node:http';
import https from 'node:https';
import axios from 'axios';
import type { Milliseconds } from '../config/plan.ts';

/** One request. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  url: string;
  headers?: Record<string, string>;
  /** Sent as it is; its type belongs into the headers. */
  body?: string;
  /** PEM texts: the authority that the server's certificate is checked against, and our own certificate. */
  tls?: { ca?: string; cert?: string; key?: string };
}

/** What a server answered, whatever its status. */
export interface HttpAnswer {
  status: number;
  body: string;
  /** By lower-case name. */
  headers: Record<string, unknown>;
}

/** How one request is made. */
export interface HttpOptions {
  signal: AbortSignal;
  /** What the reader of an error should look at next, as a sentence. */
  next: string;
  /** Time for the whole request, 2 s unless given. */
  timeout?: Milliseconds;
  /** Largest body that is read, in bytes: 16 MiB unless given. */
  most?: number;
}

/** Largest body that is read: 16 MiB. */
const MEBIBYTE = 1024 * 1024;
const maximumBody = 16 * MEBIBYTE;

// Providers ask a few times a minute to a few times a second. A connection of its own for each request costs
// little there, and a server that was restarted never meets a request on a connection that it no longer has.
const httpAgent = new http.Agent({ keepAlive: false });
const httpsAgent = new https.Agent({ keepAlive: false });

/**
 * Sends a request once and returns status and body as text. Redirects are not followed and no proxy is used, so
 * what answers is what was configured. Throws when nothing answers in time or the body is larger than 16 MiB; the
 * error names method, URL, reason and the next step, and holds no header, since those may be secret. When the
 * caller's signal ends the request, the signal's reason is thrown, unless that is a time limit of the caller's.
 */
export async function httpRequest(request: HttpRequest, options: HttpOptions): Promise<HttpAnswer> {
  const { method, url, headers, body, tls } = request;
  const timeout = options.timeout ?? 2000;
  options.signal.throwIfAborted();
  const began = Date.now();
  const deadline = AbortSignal.timeout(timeout);
  try {
    const response = await axios.request<string>({
      method,
      url,
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { data: body }),
      signal: AbortSignal.any([options.signal, deadline]),
      responseType: 'text',
      transformRequest: (data: string) => data,
      transformResponse: (data: string) => data,
      validateStatus: () => true,
      maxContentLength: options.most ?? maximumBody,
      maxRedirects: 0,
      proxy: false,
      httpAgent,
      httpsAgent: tls === undefined ? httpsAgent : new https.Agent({ keepAlive: false, ...tls }),
    });
    return {
      status: response.status,
      body: response.data,
      headers: Object.fromEntries(Object.entries(response.headers)),
    };
  } catch (error) {
    const late = deadline.aborted || isTimeLimit(options.signal.reason);
    if (!late) options.signal.throwIfAborted();
    const given = deadline.aborted ? timeout : Date.now() - began;
    const most = options.most ?? maximumBody;
    const reason = late ? `no answer within ${given} ms` : reasonOf(error, most);
    // Axios' own error holds the request with its headers; what it was caused by does not.
    const cause = axios.isAxiosError(error) ? error.cause : error;
    throw new Error(`${method} ${url} failed: ${reason}. ${options.next}`, { cause });
  }
}

function isTimeLimit(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}

function reasonOf(error: unknown, most: number): string {
  if (!axios.isAxiosError(error)) return String(error);
  if (error.message.startsWith('maxContentLength')) {
    return `the answer is larger than ${most / MEBIBYTE} MiB`;
  }
  if (error.message.endsWith('aborted')) return 'the connection ended in the middle of the answer';
  // A name that resolves to several addresses fails with one error for all, whose message is empty.
  return error.message !== '' ? error.message : (error.code ?? 'no reason given');
}
