import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VersionSource } from '../../../../config/schedules/schedule.ts';
import { newestVersion } from '../../../../providers/versions/index.ts';
import type { FoundVersion } from '../../../../providers/versions/version-source.ts';
import { temporaryFolder, type TemporaryFolder } from '../../../rigs/temporary-folder.ts';

let folder: TemporaryFolder;
let server: Server | undefined;
/** What the registry was asked for. */
let paths: string[];

beforeEach(async () => {
  paths = [];
  folder = await temporaryFolder('versions');
});
afterEach(async () => {
  server?.close();
  server = undefined;
  await folder.remove();
});

async function newest(source: VersionSource): Promise<FoundVersion> {
  const environment = { ...process.env, REGISTRY_USER: 'ann', REGISTRY_PASSWORD: 'secret-4711' };
  const context = { dataFolder: folder.path, environment, log: pino({ level: 'silent' }) };
  return newestVersion(source, context, AbortSignal.timeout(20_000));
}

function git(...parts: string[]): string {
  const who = ['-c', 'user.name=ann', '-c', 'user.email=ann@example.com'];
  return execFileSync('git', ['-C', folder.path, ...who, ...parts], { encoding: 'utf8' }).trim();
}

test('the newest tag of a Git remote, and the commit under it, also of an annotated tag', async () => {
  git('init', '-q');
  git('commit', '-q', '--allow-empty', '-m', 'one');
  git('tag', 'v1.9.0');
  git('commit', '-q', '--allow-empty', '-m', 'two');
  git('tag', '-a', 'v1.10.0', '-m', 'ten');
  const commit = git('rev-parse', 'HEAD');
  expect(await newest({ kind: 'git', url: folder.path, tags: 'v*' })).toEqual({
    version: 'v1.10.0',
    revision: commit,
  });
  await expect(newest({ kind: 'git', url: folder.path, tags: 'w*' })).rejects.toThrow(
    /has no tag like w\*, among 2 tags/,
  );
});

test('a remote that is not there is said, and no helper of Git is run', async () => {
  const gone = newest({ kind: 'git', url: join(folder.path, 'gone'), tags: 'v*' });
  await expect(gone).rejects.toThrow(/^git ls-remote of .*gone ended with status 128/);
  const helper = newest({ kind: 'git', url: `ext::touch ${join(folder.path, 'ran')}`, tags: 'v*' });
  await expect(helper).rejects.toThrow(/ended with status 128/);
});

/**
 * A registry of the distribution spec: tags by pages, with a token for whoever asks at its realm, on the host by which
 * it was asked unless it names another one.
 */
async function registry(
  tags: string[],
  { login = false, tokensOn = '127.0.0.1', pagesOn = '' } = {},
): Promise<string> {
  const made = createServer((request, response) => {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`);
    const answer = (status: number, body: object, headers: Record<string, string> = {}): void => {
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    };
    paths.push(url.pathname);
    if (url.pathname === '/token') return tokenFor(url, request, answer, login);
    if (url.pathname !== '/v2/example/checkout/tags/list') return answer(404, { errors: [] });
    if (request.headers.authorization !== 'Bearer the-token') {
      const at = url.host.replace('127.0.0.1', tokensOn);
      const realm = `Bearer realm="http://${at}/token",service="the registry",scope="repository:example/checkout:pull"`;
      return answer(401, { errors: [{ code: 'UNAUTHORIZED' }] }, { 'www-authenticate': realm });
    }
    const after = tags.indexOf(url.searchParams.get('last') ?? '') + 1;
    const page = tags.slice(after, after + 2);
    const last = page.at(-1);
    const more = after + 2 < tags.length && last !== undefined;
    const link = `<${pagesOn}/v2/example/checkout/tags/list?n=2&last=${last}>; rel="next"`;
    answer(200, { name: 'example/checkout', tags: page }, more ? { link } : {});
  });
  server = made;
  made.listen(0, '127.0.0.1');
  await once(made, 'listening');
  const address = made.address();
  return `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/example/checkout`;
}

function tokenFor(
  url: URL,
  request: IncomingMessage,
  answer: (status: number, body: object) => void,
  login: boolean,
): void {
  const basic = `Basic ${Buffer.from('ann:secret-4711').toString('base64')}`;
  const right =
    url.searchParams.get('service') === 'the registry' &&
    url.searchParams.get('scope') === 'repository:example/checkout:pull' &&
    (!login || request.headers.authorization === basic);
  answer(right ? 200 : 401, right ? { token: 'the-token' } : {});
}

test('the newest tag of a registry, over all pages, with a token that anybody may have', async () => {
  const repository = await registry(['v1.0.0', 'v1.10.0', 'v1.9.0', 'latest', 'v1.2.0']);
  expect(await newest({ kind: 'oci', repository, tags: 'v*' })).toEqual({ version: 'v1.10.0' });
});

test('a registry that wants a login is given it, and only at its realm', async () => {
  const repository = await registry(['v1.0.0'], { login: true });
  const login = { username: '${env:REGISTRY_USER}', password: '${env:REGISTRY_PASSWORD}' };
  expect(await newest({ kind: 'oci', repository, tags: 'v*', ...login })).toEqual({ version: 'v1.0.0' });
  const refused = newest({ kind: 'oci', repository, tags: 'v*' });
  await expect(refused).rejects.toThrow(/tokens at http:\/\/127\.0\.0\.1:\d+ were refused with 401/);
});

test('a login is not sent by http to another host than the registry, whatever that says', async () => {
  const repository = await registry(['v1.0.0'], { login: true, tokensOn: 'localhost' });
  const login = { username: '${env:REGISTRY_USER}', password: '${env:REGISTRY_PASSWORD}' };
  const refused = newest({ kind: 'oci', repository, tags: 'v*', ...login });
  await expect(refused).rejects.toThrow(
    /^http:\/\/127\.0\.0\.1:\d+ says that its tokens are at http:\/\/localhost:\d+, which is not asked, .* https, or http on 127\.0\.0\.1 itself\.$/,
  );
  expect(paths).toEqual(['/v2/example/checkout/tags/list']);
});

test('pages of tags are not asked for at another place than the registry', async () => {
  const repository = await registry(['v1.0.0', 'v1.1.0', 'v1.2.0'], { pagesOn: 'https://10.0.0.7' });
  await expect(newest({ kind: 'oci', repository, tags: 'v*' })).rejects.toThrow(
    /names a next page at https:\/\/10\.0\.0\.7, which is not asked\.$/,
  );
});

test('a command prints the newest version, and its revision', async () => {
  const command = { kind: 'command', directory: folder.path, environment: {}, timeout: 10_000 } as const;
  expect(await newest({ ...command, command: 'echo v3 4f2c1e0' })).toEqual({
    version: 'v3',
    revision: '4f2c1e0',
  });
  await expect(newest({ ...command, command: 'echo nothing here >&2; exit 3' })).rejects.toThrow(
    /^The command for the newest version ended with status 3: nothing here/,
  );
  await expect(newest({ ...command, command: "echo '$(reboot)'" })).rejects.toThrow(/is no version/);
});
