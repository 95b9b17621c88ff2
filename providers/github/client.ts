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
  /** As the App itself, not as its installation: for what is about the App. */
  asApp?: true;
}

/** A page of a list. */
export interface GithubPage {
  body: unknown;
  /** The path of the next one, where there is one. */
  next?: string;
}

/** GitHub's API. */
export interface Github {
  /** The answer's body, undefined where there is none. Throws `GithubFailure`, or that nothing answered in time. */
  request(request: GithubRequest, signal: AbortSignal): Promise<unknown>;
  /** The same for a list that comes in pages. */
  page(request: GithubRequest, signal: AbortSignal): Promise<GithubPage>;
}

/** Makes a client; nothing is sent before it is asked. Secrets are read at each request. */
export function createGithub(
  settings: GithubSettings,
  environment: Record<string, string | undefined>,
): Github {
  const base = settings.apiUrl.replace(/\/+$/, '');
  const credentials = createCredentials(
    settings,
    environment,
    async (...asked) => (await send(...asked)).body,
  );
  return {
    request: async (request, signal) => (await page(request, signal)).body,
    page,
  };

  async function page(request: GithubRequest, signal: AbortSignal): Promise<GithubPage> {
    if (request.asApp === true) return send(request, await credentials.proof(), signal);
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
  }

  async function send(
    { method, path, body }: GithubRequest,
    credential: string,
    signal: AbortSignal,
  ): Promise<GithubPage> {
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
      const further = nextPath(answer.headers['link'], base);
      return {
        body: answer.body === '' ? undefined : parse(answer.body),
        ...(further === undefined ? {} : { next: further }),
      };
    }
    const said = tail(mask(answer.body, [credential]), TOLD);
    const message = `GitHub answered ${answer.status} to ${method} ${path}${said === '' ? '' : `: ${said}`}`;
    throw new GithubFailure(message, answer.status, comeAgain(answer.headers, Date.now()));
  }
}

/** The path of the next page by RFC 8288. One of another server is none: nothing is sent there. */
function nextPath(links: unknown, base: string): string | undefined {
  const [, url] = /<([^<>]+)>;\s*rel="next"/.exec(typeof links === 'string' ? links : '') ?? [];
  return url?.startsWith(`${base}/`) === true ? url.slice(base.length) : undefined;
}

/** Ids of deliveries are larger than a number holds exactly: such a one stays the text that it was. */
function exactly(_key: string, value: unknown, context?: { source?: string }): unknown {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? (context?.source ?? value) : value;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body, exactly);
  } catch (error) {
    throw new Error('GitHub answered something that is not JSON. Is github.apiUrl right?', { cause: error });
  }
}
