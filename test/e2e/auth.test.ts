/** Who gets in, over real Temporal with the real registry, TLS and the command line. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { ApiServer } from '../../api/server.ts';
import { REGISTRY } from '../../workflows/registry-messages.ts';
import { startOidcIssuer, type OidcIssuer } from '../rigs/oidc-issuer.ts';
import { makeSelfSigned } from '../rigs/self-signed.ts';
import { until } from '../rigs/until.ts';
import { settingsOf } from '../unit/api/auth/issuers.ts';
import { APPROVED, useApiRig } from './api-rig.ts';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const rig = useApiRig();
let api: ApiServer;
let issuer: OidcIssuer;
let workers: { stop: () => Promise<void> } | undefined;
let folder: string;
let cert: string;

beforeAll(async () => {
  const { settings } = rig();
  folder = settings.data;
  await mkdir(folder, { recursive: true });
  issuer = await startOidcIssuer();
  const tls = await makeSelfSigned(folder, 'tls');
  ({ cert } = tls);
  const { auth, limits } = settingsOf(`
auth:
  issuers:
    - name: ci
      issuer: ${issuer.url}
      audience: sluice
      actor: { claim: actor }
      rules: [{ when: { repository: acme/shop, environment: production }, role: operator, lanes: [shop@production] }]
`);
  if (auth === undefined || limits === undefined) throw new Error('The settings have no auth.');
  Object.assign(settings, { auth, limits, tls });
  await rig().addService('shop', APPROVED);
  workers = await rig().startWorkers();
  api = await rig().startApi();
});
afterAll(async () => {
  await api?.close();
  await workers?.stop();
  await issuer?.close();
});

/** What a command printed as JSON, and what it was refused with. */
const said = z.looseObject({ secret: z.string().default('') });
type Said = z.output<typeof said> & { refused: string };

/** The command with this credential, in a file. */
async function sluice(credential: string, ...words: string[]): Promise<Said> {
  const file = join(folder, 'credential');
  await writeFile(file, credential, { mode: 0o600 });
  const env = {
    ...process.env,
    SLUICE_SERVER: api.address,
    SLUICE_TOKEN_FILE: file,
    SLUICE_ACTOR: 'eve',
    NODE_EXTRA_CA_CERTS: cert,
  };
  return promisify(execFile)(process.execPath, [main, '--json', ...words], { env }).then(
    ({ stdout }) => ({ ...said.parse(JSON.parse(stdout.split('\n')[0] ?? '{}')), refused: '' }),
    (error: { stderr: string }) => ({ secret: '', refused: error.stderr }),
  );
}

const local = async (): Promise<string> => readFile(join(folder, 'local-admin.token'), 'utf8');

test('the first token is made on the machine itself, reaches as far as its lanes, and ends when it is revoked', async () => {
  expect(api.address).toMatch(/^https:/);
  expect(api.access).toBe('auth by tokens and ci');
  const made = await until('a worker to answer', async () => {
    const answer = await sluice(
      await local(),
      'token',
      'create',
      'dev',
      '--role',
      'operator',
      '--lane',
      'cart@*',
    );
    return !answer.refused.includes('worker_unavailable') && answer;
  });
  expect(made).toMatchObject({ name: 'dev', createdBy: 'local-admin', state: 'active' });
  expect((await sluice(made.secret, 'release', 'list')).releases).toEqual([]);
  expect((await sluice(made.secret, 'release', 'start', 'shop@production', 'v2')).refused).toContain(
    'forbidden',
  );
  expect((await sluice(made.secret, 'token', 'list')).refused).toContain('forbidden');
  await sluice(await local(), 'token', 'revoke', 'dev', '--reason', 'lost');
  await until('it to be refused', async () =>
    (await sluice(made.secret, 'release', 'list')).refused.includes('unauthenticated'),
  );
  const history = await rig().environment.client.workflow.getHandle(REGISTRY).fetchHistory();
  const kept = JSON.stringify(history);
  expect(kept).not.toContain(made.secret);
  expect(kept).not.toContain(Buffer.from(made.secret).toString('base64'));
});

test("a pipeline's OIDC token starts a release under its own name, and no other repository's does", async () => {
  const claims = { actor: 'octocat', repository: 'acme/shop', environment: 'production' };
  const world = ['lane', 'adopt', 'shop@production', '--slot', 'blue', '--version', 'v1'];
  expect(await sluice(await local(), ...world)).toMatchObject({ state: 'adopted' });
  const eve = await issuer.sign({ ...claims, repository: 'eve/shop' });
  expect((await sluice(eve, 'release', 'start', 'shop@production', 'v2')).refused).toContain(
    'unauthenticated',
  );
  const jwt = await issuer.sign(claims);
  expect(await sluice(jwt, 'release', 'start', 'shop@production', 'v2')).toMatchObject({
    id: 'shop.production.1',
    state: 'running',
  });
  const shown = await sluice(jwt, 'release', 'show', 'shop.production.1');
  expect(shown).toMatchObject({ actor: 'ci:octocat' });
  expect((await sluice(jwt, 'release', 'leave', 'shop.production.1', '--reason', 'mine')).refused).toContain(
    'forbidden',
  );
});

test('with no worker up, an API token still aborts, at an API that was started only then, and starts nothing', async () => {
  const { secret } = await sluice(await local(), 'token', 'create', 'oncall', '--role', 'operator');
  await api.close();
  await workers?.stop();
  workers = undefined;
  api = await rig().startApi();
  const start = await sluice(secret, 'release', 'start', 'shop@production', 'v3');
  expect(start.refused).toContain('the registry of tokens and freezes cannot be read');
  expect(await sluice(secret, 'release', 'abort', 'shop.production.1', '--reason', 'it burns')).toMatchObject(
    {
      state: 'abort requested',
    },
  );
});
