/** The dashboard as it is built and served, with no Temporal behind it. */
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDashboard, type Dashboard } from '../../../../api/dashboard/built.ts';
import type { App } from '../../../../api/routes/index.ts';
import { HOST, offlineApp } from '../offline-app.ts';

let app: App;
beforeAll(async () => {
  app = await offlineApp();
});
afterAll(async () => app.close());

async function get(url: string, headers: Record<string, string> = {}) {
  return app.inject({ url, headers: { host: HOST, ...headers } });
}

/** What a script brings in with it: what it imports, and what it runs beside itself. What is loaded later is not in it. */
function broughtBy(name: string, assets: Dashboard['assets'], found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = assets.get(name)?.body.identity.toString() ?? '';
  for (const [, next = ''] of text.matchAll(/(?:from|import|new URL\()\s*["'`](?:\.\/)?([\w.-]+\.js)["'`]/g))
    broughtBy(next, assets, found);
  return found;
}

function sizeOf(names: Iterable<string>, assets: Dashboard['assets']): number {
  return [...names].reduce((sum, name) => sum + (assets.get(name)?.body.gzip.length ?? Infinity), 0);
}

/** What scripts load later, when somebody asks for it. */
function loadedLater(names: Iterable<string>, assets: Dashboard['assets']): string[] {
  return [...names].flatMap((name) => {
    const text = assets.get(name)?.body.identity.toString() ?? '';
    return [...text.matchAll(/import\(["'`]\.\/([\w.-]+\.js)["'`]\)/g)].map(([, later = '']) => later);
  });
}

test('what a page loads is under 60 kB of script compressed, and asks nobody else for anything', async () => {
  const { page, assets } = await loadDashboard();
  const [, entry = ''] = /src="\.\/assets\/([\w.-]+\.js)"/.exec(page) ?? [];
  const pages = [...assets.keys()].filter((name) => /^page-.*\.js$/.test(name));
  expect(pages.length).toBeGreaterThan(3);
  const reached = new Set<string>();
  for (const name of pages) {
    const loaded = broughtBy(name, assets, broughtBy(entry, assets));
    expect(sizeOf(loaded, assets)).toBeLessThan(60_000);
    const later = loadedLater(loaded, assets).filter((each) => !pages.includes(each));
    const more = later.flatMap((each) => [...broughtBy(each, assets)].filter((its) => !loaded.has(its)));
    expect(sizeOf(new Set(more), assets)).toBeLessThan(60_000);
    for (const each of [...loaded, ...more]) reached.add(each);
  }
  // Nothing is left out of these sums.
  expect(reached).toEqual(new Set([...assets.keys()].filter((name) => name.endsWith('.js'))));
  for (const [name, { body }] of assets) {
    // Names of XML are no addresses, and the library's page of errors is not loaded.
    const text = body.identity.toString().replaceAll(/http:\/\/www\.w3\.org\/[\w/]+/g, '');
    expect([name, text.match(/(?:https?:)?\/\/[a-z0-9-]+\.[a-z]{2,}/gi)]).toEqual([name, null]);
  }
});

test('whoever opens the daemon itself is sent there, behind a prefix too', async () => {
  for (const url of ['/', '/ui']) {
    const { statusCode, headers } = await get(url);
    expect([statusCode, headers['location']]).toEqual([302, 'ui/']);
  }
});

test('every address is answered with the page, which may run and ask for nothing but what is here', async () => {
  const page = await get('/ui/releases/shop.production.1?a=b');
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.body).toContain('<base href="../" />');
  expect(page.body).toContain('name="sluice-access" content="open"');
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
  expect(policy).not.toContain('unsafe');
  expect(page.body).not.toMatch(/<script(?![^>]*src=)|style=|javascript:/);
  expect((await get('/ui/')).body).toContain('<base href="./" />');
});

test('the page is not sent again to who has it, and is asked for each time', async () => {
  const { headers } = await get('/ui/');
  expect(headers['cache-control']).toBe('no-cache');
  const again = await get('/ui/', { 'if-none-match': String(headers['etag']) });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});

test('what the page loads is compressed, kept for ever, and of its own type', async () => {
  const { body: page } = await get('/ui/');
  const [, script] = /src="\.\/(assets\/[\w.-]+\.js)"/.exec(page) ?? [];
  const plain = await get(`/ui/${script}`);
  const small = await get(`/ui/${script}`, { 'accept-encoding': 'gzip, br' });
  expect(plain.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(small.headers).toMatchObject({
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
  expect(brotliDecompressSync(small.rawPayload).equals(plain.rawPayload)).toBe(true);
  expect((await get('/ui/assets/none.js')).statusCode).toBe(404);
  expect((await get('/ui/assets/..%2F..%2Fpackage.json')).statusCode).toBe(404);
});

test('who asks is told who they are', async () => {
  const { statusCode, body } = await get('/v1/whoami', { 'sluice-actor': 'ann' });
  expect(statusCode).toBe(200);
  expect(JSON.parse(body)).toEqual({
    name: 'ann',
    kind: 'anonymous',
    grants: [{ role: 'admin', lanes: ['*@*'] }],
    groups: [],
  });
});
