/** The API as functions, for the command line. Every failure is a `ClientFailure`. */
import { randomUUID } from 'node:crypto';
import axios from 'axios';
import { z } from 'zod';
import { followRelease, type Followed } from './client-follow.ts';
import { toFailure } from './client-failure.ts';
import { judgedRelease, type JudgedRelease } from './wire/judged.ts';
import { adopted, laneList, laneView, type Adopted, type LaneList, type LaneView } from './wire/lane.ts';
import { releasePage, releaseView, type ReleasePage, type ReleaseView } from './wire/release.ts';
import { traffic, type Traffic } from './wire/traffic.ts';
import { abortTaken, submitted, type AbortTaken, type Submitted } from './wire/submit.ts';

/** Time that an answer may take, in milliseconds: longer than the API itself waits for a worker. */
const PATIENCE = 15_000;

/** The acts that mean one state of a release. */
export type GuardedActName = 'approve' | 'promote' | 'pause' | 'resume' | 'retry' | 'leave';

/** What is said to start a release. */
export interface SubmitRequest {
  service: string;
  environment: string;
  version: string;
  revision?: string;
  reason?: string;
  kind?: 'hotfix';
  now?: boolean;
}

/** The bounds on error that a release was planned with. */
export interface ErrorBounds {
  /** Chance that a good release is stopped. */
  alpha: number;
  /** Chance that an unsafe release is called safe. */
  beta: number;
}

/** Calls of one API by one actor. */
export interface ApiClient {
  /** `key` makes a repeat harmless; a new one is made when it is left out. */
  submit: (request: SubmitRequest, key?: string) => Promise<Submitted>;
  releases: (query: Record<string, string | number>) => Promise<ReleasePage>;
  release: (id: string) => Promise<ReleaseView>;
  errorBounds: (id: string) => Promise<ErrorBounds>;
  evidence: (id: string) => Promise<JudgedRelease>;
  act: (
    id: string,
    act: GuardedActName,
    body: { step: number; token: string; reason: string },
  ) => Promise<ReleaseView>;
  /** `by` is a duration as people write it, such as `30m`. */
  extend: (
    id: string,
    body: { step: number; token: string; reason: string; by: string },
  ) => Promise<ReleaseView>;
  abort: (id: string, reason: string) => Promise<AbortTaken>;
  /** Without `to`, the last version that was known good; `key` as for a submit. */
  rollback: (
    lane: string,
    body: { to?: string; reason: string; now?: boolean },
    key?: string,
  ) => Promise<Submitted>;
  lanes: () => Promise<LaneList>;
  lane: (lane: string) => Promise<LaneView>;
  /** What the live side does. `run` is that of an earlier answer, which is then gone on with. */
  traffic: (lane: string, query: { watched: string; run?: string }) => Promise<Traffic>;
  adopt: (lane: string, body: { slot: string; version: string; reason: string }) => Promise<Adopted>;
  /** The release until it has finished, over lost connections; see `followRelease`. */
  follow: (id: string, stop: AbortSignal) => AsyncGenerator<Followed>;
}

const plan = z.looseObject({ analysis: z.looseObject({ alpha: z.number(), beta: z.number() }) });

/** Makes a client of the API at a base URL such as `http://127.0.0.1:7600`. */
export function createClient(server: string, actor: string): ApiClient {
  // The API is on this machine or at the end of a tunnel, so a proxy of the environment is not meant.
  const http = axios.create({
    baseURL: server,
    timeout: PATIENCE,
    proxy: false,
    maxRedirects: 0,
    headers: { 'sluice-actor': actor, 'content-type': 'application/json' },
  });

  async function ask<T>(
    schema: z.ZodType<T>,
    method: 'GET' | 'POST',
    url: string,
    more: { data?: object; params?: object; key?: string } = {},
  ): Promise<T> {
    const { key, ...rest } = more;
    const headers = method === 'POST' ? { 'idempotency-key': key ?? randomUUID() } : {};
    try {
      const { data } = await http.request<unknown>({ method, url, headers, ...rest });
      return schema.parse(data);
    } catch (error) {
      throw toFailure(error, `${method} ${server}${url}`);
    }
  }

  const path = (id: string, part = ''): string => `/v1/releases/${encodeURIComponent(id)}${part}`;
  const lanePath = (lane: string, part = ''): string => `/v1/lanes/${encodeURIComponent(lane)}${part}`;
  return {
    submit: async (data, key) =>
      ask(submitted, 'POST', '/v1/releases', { data, ...(key === undefined ? {} : { key }) }),
    releases: async (params) => ask(releasePage, 'GET', '/v1/releases', { params }),
    release: async (id) => ask(releaseView, 'GET', path(id)),
    errorBounds: async (id) => (await ask(plan, 'GET', path(id, '/plan'))).analysis,
    evidence: async (id) => ask(judgedRelease, 'GET', path(id, '/evidence')),
    act: async (id, act, data) => ask(releaseView, 'POST', path(id, `/${act}`), { data }),
    extend: async (id, data) => ask(releaseView, 'POST', path(id, '/extend'), { data }),
    abort: async (id, reason) => ask(abortTaken, 'POST', path(id, '/abort'), { data: { reason } }),
    rollback: async (lane, data, key) =>
      ask(submitted, 'POST', lanePath(lane, '/rollback'), { data, ...(key === undefined ? {} : { key }) }),
    lanes: async () => ask(laneList, 'GET', '/v1/lanes'),
    lane: async (lane) => ask(laneView, 'GET', lanePath(lane)),
    traffic: async (lane, params) => ask(traffic, 'GET', lanePath(lane, '/traffic'), { params }),
    adopt: async (lane, data) => ask(adopted, 'POST', lanePath(lane, '/adopt'), { data }),
    follow: (id, stop) => followRelease(http, server + path(id, '/events'), stop),
  };
}
