import fastify from 'fastify';
import { Registry } from 'prom-client';
import { vi } from 'vitest';
import { createApp, type AppParts } from '../../../../api/app.ts';
import { hashSecret, makeSecret } from '../../../../api/auth/secret.ts';
import type { ApiContext } from '../../../../api/context.ts';
import type { App } from '../../../../api/routes/index.ts';
import type { Grant } from '../../../../config/grants.ts';
import type { KeptToken } from '../../../../workflows/registry/token-types.ts';
import { fakeClient } from '../fake-client.ts';
import type { FakeExecutions } from '../fake-executions.ts';
import type { FakeSchedules } from '../fake-schedules.ts';
import { settingsOf } from './issuers.ts';
import { freezeBook } from '../../../rigs/freeze-book.ts';

/** An app with authentication, and a registry of tokens that a test fills. */
export interface AuthApp {
  app: App;
  tokens: KeptToken[];
  /** Workflows that are listed, and run for their answer. */
  executions: FakeExecutions;
  schedules: FakeSchedules;
  /** Signals that were sent: workflow and name. */
  sent: string[];
  /** No worker answers queries and updates any more. */
  lose: () => void;
  /** A token of these grants, and the headers that show it. The clock has to be a fake one, which goes on by 2 s. */
  as: (name: string, grants: Grant[], more?: Partial<KeptToken>) => Record<string, string>;
  /** Answers what came: its status, the code of an error, and the whole body. */
  ask: (
    method: 'GET' | 'POST',
    url: string,
    headers: Record<string, string>,
    body?: object,
  ) => Promise<{
    status: number;
    code: string;
    detail: string;
    headers: Record<string, unknown>;
    body: unknown;
  }>;
}

const HOST = '127.0.0.1:7600';

/** Makes one; `more` are lines of the settings, beside `auth: {}` where they have none. */
export async function authApp(
  more = 'auth: {}\n',
  parts: AppParts = {},
  log = fastify().log,
  definitions = '/nonexistent',
): Promise<AuthApp> {
  const executions: FakeExecutions = { kept: [] };
  const schedules: FakeSchedules = { kept: [], told: [] };
  const tokens: KeptToken[] = [];
  const sent: string[] = [];
  let isLost = false;
  const client = fakeClient({
    executions,
    schedules,
    query: async () => {
      if (isLost)
        throw Object.assign(new Error('no worker'), {
          code: 9,
          details: 'no worker',
          metadata: { get: () => [] },
        });
      return { tokens, gates: [], acts: [] };
    },
    memo: async () => ({ tokens }),
    signal: async (workflow, name) => {
      sent.push(`${workflow} ${name}`);
    },
  });
  const settings = settingsOf(`definitions: ${definitions}\n${more}`);
  const freezes = freezeBook();
  const context: ApiContext = { client, settings, freezes, log, metrics: new Registry() };
  const app = await createApp(context, parts);
  return {
    app,
    tokens,
    executions,
    schedules,
    sent,
    lose: () => {
      isLost = true;
    },
    as: (name, grants, with_ = {}) => {
      const secret = makeSecret();
      tokens.push({
        id: `t${tokens.length + 1}`,
        name,
        hash: hashSecret(secret),
        grants,
        groups: [],
        createdBy: 'test',
        createdAt: 1,
        expiresAt: null,
        revokedAt: null,
        ...with_,
      });
      // Tokens are read every 2 s.
      vi.advanceTimersByTime(2000);
      return { authorization: `Bearer ${secret}` };
    },
    ask: async (method, url, headers, body) => {
      const answer = await app.inject({
        method,
        url,
        headers: {
          host: HOST,
          ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        ...(method === 'POST' ? { payload: JSON.stringify(body ?? {}) } : {}),
      });
      const isProblem = String(answer.headers['content-type']).includes('problem');
      const { code = '', detail = '' } = isProblem ? answer.json<{ code: string; detail: string }>() : {};
      const isJson = String(answer.headers['content-type']).includes('json');
      const said: unknown = isJson ? answer.json() : answer.body;
      return { status: answer.statusCode, code, detail, headers: answer.headers, body: said };
    },
  };
}
