/** Requests to GitHub's API, as an App or by a token. */
import type { GithubSettings } from '../../config/schema/github.ts';
import { httpRequest } from '../http-request.ts';
import { mask } from '../secrets.ts';
import { tail } from '../tail.ts';
import { comeAgain, GithubFailure } from './failure.ts';
import { createCredentials } from './credentials.ts';

/** Time for one request, in milliseconds. */
const TIMEOUT = 8000;
/** Largest answer that is read, in bytes. */
const MOST_READ = 4 * 1024 * 1024;
/** Characters of an answer that are told. */
const TOLD = 300;

/** One request. The path begins behind the API's address, such as `/repos/acme/checkout/deployments`. */
export interface GithubRequest {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  body?: object;
}

/** GitHub's API. */
export interface Github {
  /** The answer's body, undefined where there is none. Throws `GithubFailure`, or that nothing answered in time. */
  request(request: GithubRequest, signal: AbortSignal): Promise<unknown>;
}

/** Makes a client; nothing is sent before it is asked. Secrets are read at each request. */
export function createGithub(
  settings: GithubSettings,
  environment: Record<string, string | undefined>,
): Github {
  const base = settings.apiUrl.replace(/\/+$/, '');
  const credentials = createCredentials(settings, environment, send);
  return {
    async request(request, signal) {
      const first = await credentials.current(signal);
      try {
        return await send(request, first, signal);
      } catch (error) {
        // A token can be taken back before its time; the next one is asked for once.
        if (!(error instanceof GithubFailure) || error.status !== 401 || settings.app === undefined)
          throw error;
        credentials.forget(first);
        return send(request, await credentials.current(signal), signal);
      }
    },
  };

  async function send(
    { method, path, body }: GithubRequest,
    credential: string,
    signal: AbortSignal,
  ): Promise<unknown> {
    const next = 'Is github.apiUrl right, and can this machine reach it?';
    const answer = await httpRequest(
      {
        method,
        url: `${base}${path}`,
        headers: {
          accept: 'application/vnd.github+json',
          authorization: `Bearer ${credential}`,
          'user-agent': 'sluice',
          'x-github-api-version': '2022-11-28',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      { signal, next, timeout: TIMEOUT, most: MOST_READ },
    );
    if (answer.status >= 200 && answer.status < 300) {
      return answer.body === '' ? undefined : parse(answer.body);
    }
    const said = tail(mask(answer.body, [credential]), TOLD);
    const message = `GitHub answered ${answer.status} to ${method} ${path}${said === '' ? '' : `: ${said}`}`;
    throw new GithubFailure(message, answer.status, comeAgain(answer.headers, Date.now()));
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new Error('GitHub answered something that is not JSON. Is github.apiUrl right?', { cause: error });
  }
}
