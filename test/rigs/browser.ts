/** A real browser for a test file, and what its pages have to hold wherever they are. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { z } from 'zod';
import { launchChromium } from '../../scripts/setup/chromium.ts';
import { until } from './until.ts';

/** How long a page may take to show something, in milliseconds: on a busy machine everything comes late. */
const PATIENCE = 60_000;

/** Opens pages that nobody has used before. */
export type OpenPage = (url: string, options?: BrowserContextOptions) => Promise<Page>;

/** One browser for a test file; its pages are closed with it. Tests that use it are in `describeWith('chromium', …)`. */
export function useBrowser(): OpenPage {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => browser?.close());
  return async (url, options = {}) => {
    if (browser === undefined) throw new Error('The browser is there in tests only.');
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(url);
    return page;
  };
}

const found = z.array(
  z.object({ id: z.string(), help: z.string(), nodes: z.array(z.object({ html: z.string() })) }),
);
const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Holds that a page can be used by everybody, light and dark, and fits a phone and a wall. */
export async function expectUsable(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // What runs by the browser's own protocol is no script of the page, so its policy stays as it is.
    await page.evaluate(await axe);
    const violations = found.parse(await page.evaluate('axe.run().then(({ violations }) => violations)'));
    const told = violations.map(({ id, help, nodes }) => [colorScheme, id, help, nodes[0]?.html]);
    expect(told).toEqual([]);
  }
  const before = page.viewportSize() ?? { width: 1280, height: 900 };
  for (const width of [360, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    // What is drawn for a width is drawn anew a moment later.
    await until(`the page to fit ${width} pixels`, async () =>
      page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
    );
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null });
}
