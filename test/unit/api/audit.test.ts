import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendActs } from '../../../activities/audit/append.ts';
import { auditFile } from '../../../activities/archive/layout.ts';
import type { App } from '../../../api/routes/index.ts';
import { auditPage, type AuditPage } from '../../../api/wire/audit.ts';
import type { AuditAct } from '../../../workflows/audit-messages.ts';
import { defaultSettings } from '../../../config/settings.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';
import { act } from '../activities/audit/chain.ts';
import { HOST, offlineApp } from './offline-app.ts';

let folder: TemporaryFolder;
let app: App;
const acts = (from: number, to: number, more: Partial<AuditAct> = {}): AuditAct[] =>
  Array.from({ length: to - from + 1 }, (_, i) => act(from + i, more));

beforeAll(async () => {
  folder = await temporaryFolder('audit-list');
  app = await offlineApp(folder.path);
  const archive = defaultSettings(folder.path).archive.folder;
  const write = async (chain: string, written: AuditAct[]): Promise<unknown> =>
    appendActs(auditFile(archive, chain), { chain, head: null, acts: written });
  // So long that a chain is read in several blocks.
  await write('checkout.production', acts(1, 300, { reason: 'ü'.repeat(400) }));
  await write('search.production', [...acts(100, 102, { actor: 'bob', act: 'resume' })]);
  await write('registry', [act(301, { act: 'token-created', subject: 'token ci', source: 'api' })]);
});
afterAll(async () => {
  await app.close();
  await folder.remove();
});

async function ask(query: Record<string, string | number>): Promise<AuditPage> {
  const answer = await app.inject({ url: '/v1/audit', headers: { host: HOST }, query: strings(query) });
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
  return auditPage.parse(answer.json());
}

function strings(query: Record<string, string | number>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)]));
}

const places = ({ acts: page }: AuditPage): string[] => page.map(({ chain, number }) => `${chain} ${number}`);

test('the newest acts of all chains come first', async () => {
  expect(places(await ask({ limit: 3 }))).toEqual([
    'registry 1',
    'checkout.production 300',
    'checkout.production 299',
  ]);
});

test('pages follow each other without a gap or a repetition', async () => {
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await ask({ limit: 70, ...(cursor === '' ? {} : { cursor }) });
    seen.push(...places(page));
    cursor = page.next ?? '';
  } while (cursor !== '');
  expect(seen).toHaveLength(304);
  expect(new Set(seen).size).toBe(304);
});

test.each([
  [{ lane: 'search.production' }, ['search.production 3', 'search.production 2', 'search.production 1']],
  [{ lane: 'registry' }, ['registry 1']],
  [{ actor: 'bob', from: 101_000, to: 102_000 }, ['search.production 2']],
  [{ from: '1970-01-01T00:05:00Z' }, ['registry 1', 'checkout.production 300']],
  [{ act: 'resume', limit: 1 }, ['search.production 3']],
  [{ source: 'api' }, ['registry 1']],
  [{ release: 'checkout.production.7' }, ['checkout.production 7']],
  [{ lane: 'nothing.here' }, []],
])('%j is all that is listed', async (query, expected) => {
  expect(places(await ask(query))).toEqual(expected);
});

test.each(['cursor=YWJj', 'from=yesterday', 'lane=../../etc', 'limit=501', 'what=else'])(
  '%s is refused',
  async (query) => {
    const answer = await app.inject({ url: `/v1/audit?${query}`, headers: { host: HOST } });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'invalid_request']);
  },
);
