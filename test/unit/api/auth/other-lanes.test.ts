import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Grant } from '../../../../config/grants.ts';
import { temporaryFolder, type TemporaryFolder } from '../../../rigs/temporary-folder.ts';
import { EXAMPLE } from '../../config/example.ts';
import { authApp, type AuthApp } from './auth-app.ts';

const page = z.object({ releases: z.array(z.object({ id: z.string() })), next: z.string().exactOptional() });
const RELEASES = ['shop.staging.1', 'payments.production.4', 'shop.production.7', 'payments.production.5'];

let folder: TemporaryFolder;
let rig: AuthApp;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  folder = await temporaryFolder('other-lanes');
  await writeFile(join(folder.path, 'checkout.yaml'), EXAMPLE);
  rig = await authApp('auth: {}\n', {}, undefined, folder.path);
  rig.executions.kept = RELEASES.map((id) => ({ id: `release/${id}`, type: 'release' }));
  rig.executions.queries = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await rig.app.close();
  await folder.remove();
});

/** All pages of one row each, and where each next one begins. */
async function walk(lanes: string[]): Promise<{ ids: string[]; cursors: string[] }> {
  const viewer = rig.as(`viewer of ${lanes.join()}`, [{ role: 'viewer', lanes }]);
  const ids: string[] = [];
  const cursors: string[] = [];
  for (let pages = 0; pages < 9; pages += 1) {
    const from = cursors.length === 0 ? '' : `&cursor=${cursors.at(-1)}`;
    const { body } = await rig.ask('GET', `/v1/releases?limit=1${from}`, viewer);
    const { releases, next } = page.parse(body);
    ids.push(...releases.map(({ id }) => id));
    if (next === undefined) return { ids, cursors };
    cursors.push(next);
  }
  throw new Error('the list has no end');
}

test('pages of releases are full, and neither they nor their cursors name one of another lane', async () => {
  const { ids, cursors } = await walk(['shop@*']);
  expect(ids).toEqual(['shop.staging.1', 'shop.production.7']);
  expect(cursors.map((cursor) => Buffer.from(cursor, 'base64url').toString())).toEqual([
    'running 1000 shop.staging.1',
  ]);
  expect((await walk(['*@*'])).ids.toSorted()).toEqual(RELEASES.toSorted());
});

test('what is hidden is not told by whether there is a next page', async () => {
  expect(await walk(['cart@*'])).toEqual({ ids: [], cursors: [] });
});

test('Temporal is asked for what one may see alone, unless that takes too many words', async () => {
  await walk(['shop@*', '*@staging', 'cart@qa']);
  const [few] = rig.executions.queries ?? [];
  rig.executions.queries = [];
  await walk(Array.from({ length: 51 }, (_, number) => `service-${number}@*`));
  const [many] = rig.executions.queries;
  expect(few).toContain(
    `((SluiceService = 'shop') OR (SluiceEnvironment = 'staging') OR (SluiceService = 'cart' AND SluiceEnvironment = 'qa'))`,
  );
  expect(many).toMatch(/^WorkflowType = 'release' AND ExecutionStatus = 'Running'$/);
});

test.each<[string, Grant[], string[]]>([
  ['everywhere', [{ role: 'viewer', lanes: ['*@*'] }], ['cart.yaml:2']],
  ['in some lanes', [{ role: 'viewer', lanes: ['*@staging', 'cart@*'] }], []],
])('mistakes in service files are told to a viewer %s', async (_where, grants, told) => {
  await writeFile(join(folder.path, 'cart.yaml'), 'service: cart\nenvironments: { qa: { plattform: {} } }\n');
  const { code, detail, body } = await rig.ask('GET', '/v1/lanes/nosuch.staging/plan', rig.as('v', grants));
  expect(code).toBe('config_invalid');
  const { problems } = z.object({ problems: z.array(z.string()) }).parse(body);
  expect(problems.map((each) => /[\w-]+\.yaml:\d+/.exec(each)?.[0]).slice(0, 1)).toEqual(told);
  expect(detail.includes('cart.yaml')).toBe(told.length > 0);
});

test('services and environments that one may not see are not named where another one is not found', async () => {
  const own = rig.as('own', [{ role: 'viewer', lanes: ['*@staging'] }]);
  const all = rig.as('all', [{ role: 'viewer', lanes: ['*@*'] }]);
  for (const lane of ['nosuch.staging', 'checkout.staging']) {
    const url = `/v1/lanes/${lane}/plan`;
    expect((await rig.ask('GET', url, own)).detail).toMatch(/(there are:|it has) none that you may see$/);
    expect((await rig.ask('GET', url, all)).detail).toMatch(/there are: checkout$|it has production$/);
  }
});
