/** Every refusal that a route declares is brought about, or is shown by another test that is named. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isErrorCode, type ErrorCode } from '../../../../api/errors.ts';
import { temporaryFolder, type TemporaryFolder } from '../../../rigs/temporary-folder.ts';
import { offlineApp } from '../offline-app.ts';
import { documentOf, operationsOf, resolved, type Operation } from '../openapi/document.ts';
import { elsewhere } from './elsewhere.ts';
import { HOOKS, hookEnvironment } from './hooks.ts';
import { openStage, type Request, type Stage } from './stage.ts';
import { ways } from './ways.ts';

const PATIENT = 'limits: { requestsPerMinute: 1000000, failedLoginsPerMinute: 1000000 }\n';
const STRICT = 'limits: { requestsPerMinute: 1 }\n';

const offline = await offlineApp();
const document = await documentOf(offline);
await offline.close();

let folder: TemporaryFolder;
let patient: Stage;
let strict: Stage;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  for (const [name, value] of Object.entries(hookEnvironment)) vi.stubEnv(name, value);
  folder = await temporaryFolder('refusals');
  patient = await openStage(folder.path, PATIENT + HOOKS);
  strict = await openStage(folder.path, STRICT);
});
afterAll(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await patient.close();
  await strict.close();
  await folder.remove();
});

/** Where the example of the document means another time, or what is not here. */
const bodies: Record<string, object> = {
  'POST /v1/freezes': { lanes: ['checkout@production'], reason: 'year end', for: '1h' },
  'POST /v1/schedules': {
    name: 'nightly',
    lane: 'checkout.production',
    schedule: { cron: '30 2 * * *', version: 'v1' },
  },
  'POST /v1/call-ins/flagger': {
    name: 'checkout',
    namespace: 'production',
    metadata: { release: 'checkout.production.12' },
  },
};

/** A right request to a route: with the example of its body, and what the lane, release or thing of it is called. */
function requestTo(route: string, { requestBody }: Operation): Request {
  const [method, path = ''] = route.split(' ');
  const [body] = resolved(document, requestBody?.content['application/json']?.schema)?.examples ?? [];
  const url = path
    .replace('/freezes/{id}', '/freezes/f1')
    .replace('{id}', 'checkout.production.12')
    .replace('{lane}', 'checkout.production')
    .replace('{hook}', 'confirm-promotion')
    .replace('{deployment}', '1')
    .replace('{namespace}', 'production')
    .replace('{name}', 'checkout')
    .replace('{token}', 't1');
  const own = bodies[route.replace(/flagger.*/, 'flagger')] ?? body;
  return {
    method: method === 'POST' ? 'POST' : 'GET',
    url,
    ...(typeof own === 'object' && own !== null ? { body: own } : {}),
  };
}

function declared({ responses }: Operation): ErrorCode[] {
  return Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([, { description }]) => description.split('; '))
    .map((each) => each.split(':')[0])
    .filter(isErrorCode);
}

/** Whether one of the ways leads to the refusal; what else they met is added to `met`. */
async function isShown(code: ErrorCode, request: Request, met: Set<string>): Promise<boolean> {
  const stage = code === 'rate_limited' ? strict : patient;
  for (const way of ways[code] ?? []) {
    const answer = await stage.ask(request, way(request));
    if (answer.status >= 400) met.add(answer.code);
    if (answer.code === code) return true;
  }
  return false;
}

test.each(operationsOf(document))(
  '%s: each is brought about, or named with its test, and none comes undeclared',
  async (route, operation) => {
    const request = requestTo(route, operation);
    const codes = declared(operation);
    const met = new Set<string>();
    const missing: string[] = [];
    const needless: string[] = [];
    for (const code of codes) {
      const shown = await isShown(code, request, met);
      const named = (elsewhere[code] ?? []).some(({ routes }) => routes.test(route));
      if (!shown && !named) missing.push(code);
      if (shown && named) needless.push(code);
    }
    const undeclared = [...met].filter((code) => !codes.some((each) => each === code));
    expect({ missing, undeclared, needless }).toEqual({ missing: [], undeclared: [], needless: [] });
  },
);

test('each test that is named is there', () => {
  for (const { file, test: name } of Object.values(elsewhere).flat()) {
    const text = readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8');
    expect([file, name, text.includes(`'${name}'`)]).toEqual([file, name, true]);
  }
});
