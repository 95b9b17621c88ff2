/**
 * The pictures of the tour: `npm run screenshots [-- FOLDER]`. Plays the demo, looks at it in a real browser, and
 * writes `docs/tour/*.png` anew, or into FOLDER. Ends with 0, with 1 where something did not come up as it should.
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { createClient } from '../api/client.ts';
import { startDemo, type Demo } from './screenshots/demo.ts';
import { afterwards, live, type Shot } from './screenshots/shots.ts';
import { bringInChromium, launchChromium } from './setup/chromium.ts';
import { root } from './setup/layout.mjs';

/** For how long a page may take to show what its picture is for, in milliseconds. */
const PATIENCE = 60_000;

const folder = resolve(process.argv[2] ?? join(root, 'docs', 'tour'));
let demo: Demo | undefined;
let browser: Browser | undefined;
try {
  await bringInChromium();
  await mkdir(folder, { recursive: true });
  demo = await startDemo();
  browser = await launchChromium();
  const client = createClient(demo.api, 'screenshots');
  const { id } = await client.submit({ service: 'sample', environment: 'demo', version: 'v5' });
  if (id === null) throw new Error('v5 is live already, so nothing runs that could be looked at.');
  await Promise.all(live.map(async (shot) => take(shot, id)));
  for (const shot of afterwards) await take(shot, id);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await browser?.close();
  await demo?.stop();
}
process.exit();

async function take({ name, at, shows, looks }: Shot, id: string): Promise<void> {
  const context = await browser?.newContext({ viewport: { width: 1280, height: 900 }, ...looks });
  const page = await context?.newPage();
  if (page === undefined) return;
  page.setDefaultTimeout(PATIENCE);
  await page.goto(`${demo?.api}/ui/${at.replace('LIVE', id)}`);
  await shows(page);
  await page.evaluate('document.fonts.ready');
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  console.log(`wrote ${path}`);
  await context?.close();
}
