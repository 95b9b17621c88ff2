/** A stand-in for GitHub's API that looks at every request as strictly as GitHub's own description of it. */
import { createPublicKey, generateKeyPairSync, randomUUID, verify } from 'node:crypto';
import type { components, operations } from '@octokit/openapi-types';
import { z } from 'zod';
import type { GithubSettings } from '../../../config/schema/github.ts';
import { startReceiver, type Received, type Receiver } from '../receivers/receiver.ts';
import { fakeDeliveries, type FakeDeliveries } from './fake-deliveries.ts';
import { SHA } from './payloads.ts';

type Body<Name extends 'repos/create-deployment' | 'repos/create-deployment-status' | 'checks/create'> =
  operations[Name]['requestBody']['content']['application/json'];
type Review = Partial<components['schemas']['review-custom-gates-state-required']>;

/** The stand-in, and what it was told. */
export interface FakeGithub extends Receiver {
  settings: GithubSettings;
  /** What `${env:NAME}` of the settings stands for. */
  environment: Record<string, string>;
  deployments: (Body<'repos/create-deployment'> & { id: number })[];
  statuses: (Body<'repos/create-deployment-status'> & { deployment: number })[];
  checkRuns: (Body<'checks/create'> & { id: number })[];
  reviews: (Review & { run: string })[];
  /** Of the App. */
  webhooks: FakeDeliveries;
  /** Takes back the tokens that it gave. */
  forgetTokens(): void;
}

const APP = 1234;
const HOOK_SECRET = 'hook-secret';
const INSTALLATION = 5678;
const REPOSITORY = '/repos/acme/checkout';

const deploymentBody = z.strictObject({
  ref: z.string(),
  environment: z.string(),
  auto_merge: z.literal(false),
  required_contexts: z.array(z.string()).max(0),
  description: z.string().max(140),
  payload: z.strictObject({ sluice: z.string() }),
});
const statusBody = z.strictObject({
  state: z.enum(['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success']),
  description: z.string().max(140),
  environment: z.string(),
  log_url: z.url().exactOptional(),
  environment_url: z.url().exactOptional(),
});
const checkRunBody = z
  .strictObject({
    name: z.string(),
    head_sha: z.string().regex(/^[0-9a-f]{40}$/),
    external_id: z.string(),
    status: z.enum(['queued', 'in_progress', 'completed']),
    conclusion: z
      .enum(['action_required', 'cancelled', 'failure', 'neutral', 'success', 'skipped', 'timed_out'])
      .exactOptional(),
    details_url: z.url().exactOptional(),
    output: z.strictObject({ title: z.string().min(1), summary: z.string().max(65_535) }),
    actions: z
      .array(
        z.strictObject({
          label: z.string().max(20),
          description: z.string().max(40),
          identifier: z.string().max(20),
        }),
      )
      .max(3),
  })
  .refine(({ status, conclusion }) => (status === 'completed') === (conclusion !== undefined));
const updateBody = z
  .looseObject({ status: z.string().exactOptional(), conclusion: z.string().exactOptional() })
  .refine((body) => !('name' in body || 'head_sha' in body));
const reviewBody = z.strictObject({
  environment_name: z.string(),
  state: z.enum(['approved', 'rejected']).exactOptional(),
  comment: z.string().min(1),
});

// Making one takes a while, so there is one for all that a test file starts.
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  // As GitHub hands it out.
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** Starts it. */
export async function startFakeGithub(): Promise<FakeGithub> {
  const tokens = new Set<string>();
  const told: Pick<FakeGithub, 'deployments' | 'statuses' | 'checkRuns' | 'reviews'> = {
    deployments: [],
    statuses: [],
    checkRuns: [],
    reviews: [],
  };
  const webhooks = fakeDeliveries(() => receiver.url, HOOK_SECRET);
  let last = 100;
  const next = (): number => (last += 1);

  const receiver = await startReceiver((request) => {
    const { method, path } = request;
    checkHeaders(request);
    const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (path === `/app/installations/${INSTALLATION}/access_tokens` && method === 'POST') {
      checkProof(bearer);
      const token = `ghs_${randomUUID()}`;
      tokens.add(token);
      return { status: 201, body: { token, expires_at: new Date(Date.now() + 3_600_000).toISOString() } };
    }
    if (path.startsWith('/app/hook/')) {
      checkProof(bearer);
      const { pathname, searchParams } = new URL(path, 'http://github');
      return webhooks.answer(method, pathname, searchParams) ?? { status: 404 };
    }
    if (!tokens.has(bearer)) return { status: 401, body: { message: 'Bad credentials' } };
    const { pathname, searchParams } = new URL(path, 'http://github');
    if (!pathname.startsWith(`${REPOSITORY}/`)) return { status: 404, body: { message: 'Not Found' } };
    return answer(method, pathname.slice(REPOSITORY.length), searchParams, request.body);
  });

  return {
    ...receiver,
    ...told,
    webhooks,
    settings: {
      apiUrl: receiver.url,
      app: { id: APP, privateKey: '${env:APP_KEY}', installation: INSTALLATION },
      webhookSecret: '${env:HOOK_SECRET}',
      users: {},
    },
    environment: { APP_KEY: privateKey, HOOK_SECRET },
    forgetTokens: () => tokens.clear(),
  };

  function answer(
    method: string,
    path: string,
    query: URLSearchParams,
    text: string,
  ): { status: number; body?: unknown } {
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const [, status] = /^\/deployments\/(\d+)\/statuses$/.exec(path) ?? [];
    const [, run] = /^\/check-runs\/(\d+)$/.exec(path) ?? [];
    const [, gated] = /^\/actions\/runs\/(\d+)\/deployment_protection_rule$/.exec(path) ?? [];
    switch (`${method} ${path.replaceAll(/\/(?:\d+|[0-9a-f]{40})(?=\/|$)/g, '/ID')}`) {
      case 'GET /commits/v2':
        return { status: 200, body: { sha: SHA } };
      case 'GET /deployments': {
        const found = told.deployments.filter(({ ref }) => ref === query.get('sha'));
        return { status: 200, body: found };
      }
      case 'POST /deployments': {
        const made: Body<'repos/create-deployment'> = deploymentBody.parse(body);
        const id = next();
        told.deployments.push({ ...made, id });
        return { status: 201, body: { id } };
      }
      case 'POST /deployments/ID/statuses': {
        const made: Body<'repos/create-deployment-status'> = statusBody.parse(body);
        told.statuses.push({ ...made, deployment: Number(status) });
        return { status: 201, body: { id: next() } };
      }
      case 'GET /commits/ID/check-runs': {
        const found = told.checkRuns.filter(({ name }) => name === query.get('check_name'));
        return { status: 200, body: { total_count: found.length, check_runs: found } };
      }
      case 'POST /check-runs': {
        const made: Body<'checks/create'> = checkRunBody.parse(body);
        const id = next();
        told.checkRuns.push({ ...made, id });
        return { status: 201, body: { id } };
      }
      case 'PATCH /check-runs/ID': {
        const index = told.checkRuns.findIndex(({ id }) => id === Number(run));
        const known = told.checkRuns[index];
        if (known === undefined) return { status: 404, body: { message: 'Not Found' } };
        const { id, ...before } = known;
        const update = updateBody.parse(body);
        const { status = before.status, conclusion = before.conclusion } = update;
        if (before.status === 'completed' && !(status === 'completed' && conclusion === before.conclusion)) {
          throw new Error(`a check run that ended with ${before.conclusion} was to become ${status}`);
        }
        const made: Body<'checks/create'> = checkRunBody.parse({ ...before, ...update });
        told.checkRuns[index] = { ...made, id };
        return { status: 200, body: { id } };
      }
      case 'POST /actions/runs/ID/deployment_protection_rule': {
        const review: Review = reviewBody.parse(body);
        told.reviews.push({ ...review, run: gated ?? '' });
        return { status: 204 };
      }
      default:
        return { status: 404, body: { message: 'Not Found' } };
    }
  }
}

function checkHeaders({ headers, body }: Received): void {
  if (headers.accept !== 'application/vnd.github+json') throw new Error(`accept: ${headers.accept}`);
  if (headers['x-github-api-version'] !== '2022-11-28') throw new Error('no version of the API is named');
  // GitHub refuses requests without one.
  if (headers['user-agent'] !== 'sluice') throw new Error(`user-agent: ${headers['user-agent']}`);
  if (body !== '' && headers['content-type'] !== 'application/json') throw new Error('the body is no JSON');
}

const claims = z.strictObject({ iss: z.literal(String(APP)), iat: z.number(), exp: z.number() });

/** A JWT by the App's key, RS256, for at most ten minutes. */
function checkProof(jwt: string): void {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
  z.looseObject({ alg: z.literal('RS256') }).parse(read(header));
  const { iat, exp } = claims.parse(read(payload));
  const now = Date.now() / 1000;
  if (iat > now || exp < now || exp > now + 600 || exp - iat > 660)
    throw new Error('the times of the proof are wrong');
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('RSA-SHA256', signed, createPublicKey(publicKey), Buffer.from(signature, 'base64url'))) {
    throw new Error('the proof is not signed by the key of the App');
  }
}
