/** The API as functions, for the command line. Every failure is a `ClientFailure`. */
import axios from 'axios';
import { actCalls, type ActCalls } from './client/acts.ts';
import { asker } from './client/ask.ts';
import { deliveryCalls, type DeliveryCalls } from './client/deliveries.ts';
import { deploymentCalls, type DeploymentCalls } from './client/deployments.ts';
import { auditCalls, type AuditCalls } from './client/audit.ts';
import { doraCalls, type DoraCalls } from './client/dora.ts';
import { followRelease, type Followed } from './client/follow.ts';
import { freezeCalls, type FreezeCalls } from './client/freezes.ts';
import { laneCalls, type LaneCalls } from './client/lanes.ts';
import { releasePath } from './client/paths.ts';
import { releaseCalls, type ReleaseCalls } from './client/releases.ts';
import { scheduleCalls, type ScheduleCalls } from './client/schedules.ts';
import { tokenCalls, type TokenCalls } from './client/tokens.ts';

/** Time that an answer may take, in milliseconds: longer than the API itself waits for a worker. */
const PATIENCE = 15_000;

/** Calls of one API by one actor, a file a subject. */
export interface ApiClient
  extends
    ReleaseCalls,
    ActCalls,
    LaneCalls,
    FreezeCalls,
    ScheduleCalls,
    DeploymentCalls,
    DeliveryCalls,
    TokenCalls,
    AuditCalls,
    DoraCalls {
  /** The release until it has finished, over lost connections; see `followRelease`. */
  follow: (id: string, stop: AbortSignal) => AsyncGenerator<Followed>;
}

/** What a client says of itself beside who acts. */
export interface ClientOptions {
  /** The credential, asked for before each request: a file may be written anew meanwhile. */
  token?: () => Promise<string>;
  /** Acts above the own role, where that is granted. */
  breakGlass?: boolean;
}

/** Makes a client of the API at a base URL such as `http://127.0.0.1:7600`, or with the prefix of a proxy. */
export function createClient(server: string, actor: string, options: ClientOptions = {}): ApiClient {
  // The API is on this machine or at the end of a tunnel, so a proxy of the environment is not meant.
  const http = axios.create({
    baseURL: server,
    timeout: PATIENCE,
    proxy: false,
    maxRedirects: 0,
    headers: {
      'sluice-actor': actor,
      'sluice-source': 'cli',
      'content-type': 'application/json',
      ...(options.breakGlass === true ? { 'sluice-break-glass': 'yes' } : {}),
    },
  });
  const { token } = options;
  if (token !== undefined) {
    http.interceptors.request.use(async (request) => {
      request.headers.set('authorization', `Bearer ${await token()}`);
      return request;
    });
  }
  const ask = asker(http, server);
  return {
    ...releaseCalls(ask),
    ...actCalls(ask),
    ...laneCalls(ask),
    ...deploymentCalls(ask),
    ...tokenCalls(ask),
    ...auditCalls(ask),
    ...doraCalls(ask),
    ...freezeCalls(ask),
    ...scheduleCalls(ask),
    ...deliveryCalls(ask),
    follow: (id, stop) => followRelease(http, server + releasePath(id, '/events'), stop),
  };
}
