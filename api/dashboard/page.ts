/** The page of the dashboard: one for all its addresses, which differ in where they lie alone. */
import { createHash } from 'node:crypto';

/** Headers of the page: nothing but what this origin has may run, be shown, or be asked. */
export const PAGE_HEADERS = {
  'cache-control': 'no-cache',
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
} as const;

/** What is in the built page for the server to say. */
const PLACES = { base: '<base href="./" />', access: 'content="unknown"' };

/** What the page has to know before it asks anything. */
export interface PageFacts {
  /** The address below the dashboard's own, such as `releases/shop.production.1`. */
  path: string;
  /** Whether somebody has to say who they are. */
  access: 'open' | 'credential';
}

/**
 * The page for one address. Its base is told relative to that address, so that it is right behind whatever prefix a
 * proxy takes away. Throws where the built page is another than this code knows.
 */
export function pageFor(built: string, { path, access }: PageFacts): { html: string; etag: string } {
  const depth = path.split('/').length - 1;
  const base = `<base href="${depth === 0 ? './' : '../'.repeat(depth)}" />`;
  for (const place of Object.values(PLACES)) {
    if (!built.includes(place)) throw new Error(`the page that was built has no ${place}`);
  }
  const html = built.replace(PLACES.base, base).replace(PLACES.access, `content="${access}"`);
  return { html, etag: `"${createHash('sha256').update(html).digest('hex').slice(0, 16)}"` };
}

/** What is shown where there is no dashboard to show. */
export function missingPage(why: string): string {
  const shown = why.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="en">
<title>Sluice: no dashboard</title>
<h1>The dashboard cannot be shown</h1>
<p>It is not built, and could not be built now. In a checkout, <code>npm run build</code> says why; a package of Sluice
has it in <code>dist/dashboard</code>. Releases go on, and the command line works: <code>sluice lane list</code>.</p>
<pre>${shown}</pre>
</html>
`;
}
