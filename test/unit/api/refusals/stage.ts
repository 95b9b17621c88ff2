/** An app whose Temporal, people and service files are as a test says for one request. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { WorkflowNotFoundError } from '@temporalio/client';
import fastify from 'fastify';
import { Registry } from 'prom-client';
import { vi } from 'vitest';
import { createApp } from '../../../../api/app.ts';
import { hashSecret, makeSecret } from '../../../../api/auth/secret.ts';
import type { ApiContext } from '../../../../api/context.ts';
import type { App } from '../../../../api/routes/index.ts';
import { problem } from '../../../../api/wire/problem.ts';
import type { KnownFreezes } from '../../../../config/freezes/judge-raise.ts';
import type { Grant } from '../../../../config/grants.ts';
import { REGISTRY } from '../../../../workflows/registry-messages.ts';
import { freezeBook, nothing } from '../../../rigs/freeze-book.ts';
import { settingsOf } from '../auth/issuers.ts';
import { fakeClient } from '../fake-client.ts';
import type { FakeExecutions } from '../fake-executions.ts';
import { failed, type FakeSchedules } from '../fake-schedules.ts';
import { HOST } from '../offline-app.ts';
import { hookBody, hookHeaders } from './hooks.ts';

/** How things are while a request is answered. What is left out is as where nothing was ever done and all works. */
export interface Scene {
  grants?: Grant[];
  /** Headers beside those of a right request; undefined leaves one out. */
  headers?: Record<string, string | undefined>;
  /** Instead of the example of the document; a text goes as it is. */
  body?: object | string;
  /** Behind the path. */
  query?: string;
  /** Instead of the path. */
  url?: string;
  /** The answer of a lane, or of the registry, to an act. */
  update?: () => unknown;
  /** The answer of a release, or a deployment, to an act. */
  act?: () => unknown;
  /** The answer to a query of anything but the registry. */
  answer?: () => unknown;
  signal?: () => void;
  /** What looking up a token meets. */
  lookUp?: () => void;
  /** What any other call meets. */
  call?: () => void;
  executions?: Partial<FakeExecutions>;
  /** Schedules that Temporal has. */
  schedules?: FakeSchedules['kept'];
  files?: string;
  freezes?: () => KnownFreezes;
  /** Asked so often before. */
  before?: number;
}

/** A right request. */
export interface Request {
  method: 'GET' | 'POST';
  url: string;
  body?: object | undefined;
}

/** It, and how it is asked. */
export interface Stage {
  app: App;
  ask: (request: Request, scene: Scene) => Promise<{ status: number; code: string }>;
  close: () => Promise<void>;
}

/** The service file of `checkout`. */
export const FILE = `service: checkout
environments:
  production:
    platform: { process: { command: node server.js, instances: 1, port: env PORT, ready: /health } }
    router: { traefik: { file: dynamic/checkout.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    notify: [{ webhook: { url: "https://hooks.example.com", secrets: ['\${env:WEBHOOK}'] } }]
    steps: [deploy, cutover]
`;

/** Minutes after which a token that was known counts no more, and a limit begins anew. */
const LONG_AFTER = 11 * 60_000;

function notNow(): never {
  throw failed(14, 'no connection');
}

/** Makes one; the clock has to be a fake one. `settings`: further lines of them. */
export async function openStage(folder: string, settings: string): Promise<Stage> {
  let scene: Scene = {};
  let grants: Grant[] = [];
  let files = '';
  const secret = makeSecret();
  const token = {
    id: 't1',
    name: 'ann',
    hash: hashSecret(secret),
    groups: [],
    expiresAt: null,
    revokedAt: null,
  };
  const executions: FakeExecutions = { kept: [] };
  const schedules: FakeSchedules = { kept: [], told: [] };
  const tokens = (): object => {
    scene.lookUp?.();
    return { tokens: [{ ...token, grants }], gates: [], freezes: [], stop: null, acts: [] };
  };
  const called = (answer: (() => unknown) | undefined): unknown => {
    scene.call?.();
    if (answer === undefined) throw new WorkflowNotFoundError('there is none', 'it', undefined);
    return answer();
  };
  const client = fakeClient({
    executions,
    schedules,
    memo: async () => ({ ...tokens() }),
    query: async (id, type) => (id === REGISTRY && type === 'registry' ? tokens() : called(scene.answer)),
    update: async () => called(scene.update ?? notNow),
    act: async () => called(scene.act),
    signal: async () => void called(scene.signal),
    before: () => scene.call?.(),
  });
  const freezes = freezeBook(() => (scene.freezes ?? nothing)());
  const log = fastify().log;
  const own = settingsOf(`definitions: ${folder}\ndata: ${folder}\nauth: {}\n${settings}`);
  const context: ApiContext = { client, settings: own, freezes, log, metrics: new Registry() };
  const app = await createApp(context);
  return {
    app,
    ask: async ({ method, url, body }, next) => {
      scene = next;
      grants = next.grants ?? [{ role: 'admin', lanes: ['*@*'] }];
      Object.assign(executions, { kept: [], run: undefined, late: false, fails: undefined }, next.executions);
      schedules.kept = next.schedules ?? [];
      const wanted = next.files ?? FILE;
      if (wanted !== files) await writeFile(join(folder, 'checkout.yaml'), wanted);
      files = wanted;
      vi.advanceTimersByTime(LONG_AFTER);
      const said = next.body ?? body ?? hookBody(url, new Date()) ?? {};
      const payload = typeof said === 'string' ? said : JSON.stringify(said);
      const headers = {
        host: HOST,
        authorization: `Bearer ${secret}`,
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...(url.startsWith('/v1/hooks/') ? hookHeaders(payload) : {}),
        ...next.headers,
      };
      const asked = {
        method,
        url: (next.url ?? url) + (next.query ?? ''),
        headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
        ...(method === 'POST' ? { payload } : {}),
      };
      for (let times = 0; times < (next.before ?? 0); times += 1) await app.inject(asked);
      // What is not refused may be a stream without an end.
      const answer = await app.inject({ ...asked, payloadAsStream: true });
      const isProblem = String(answer.headers['content-type']).includes('problem');
      if (!isProblem) answer.stream().destroy();
      const code = isProblem ? problem.parse(JSON.parse(await text(answer.stream()))).code : '';
      return { status: answer.statusCode, code };
    },
    close: async () => app.close(),
  };
}
