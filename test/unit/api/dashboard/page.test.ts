import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { missingPage, pageFor } from '../../../../api/dashboard/page.ts';

const written = await readFile(new URL('../../../../web/index.html', import.meta.url), 'utf8');

test.each([
  ['', './'],
  ['releases', './'],
  ['releases/shop.production.1', '../'],
  ['a/b/c/', '../../../'],
])('the page at %j says that its base is %s', (path, base) => {
  const { html } = pageFor(written, { path, access: 'open' });
  expect(html).toContain(`<base href="${base}" />`);
  const at = `https://host/any/prefix/ui/${path}`;
  expect(new URL(base, at).pathname).toBe('/any/prefix/ui/');
});

test('the page says whether somebody has to say who they are, and its tag changes with it', () => {
  const open = pageFor(written, { path: '', access: 'open' });
  const credential = pageFor(written, { path: '', access: 'credential' });
  expect(credential.html).toContain('<meta name="sluice-access" content="credential" />');
  expect(credential.etag).not.toBe(open.etag);
  expect(() => pageFor('<html></html>', { path: '', access: 'open' })).toThrow('the page that was built');
});

test('why there is no page is shown as text', () => {
  expect(missingPage('<script>"&')).toContain('&#60;script&#62;&#34;&#38;');
});
