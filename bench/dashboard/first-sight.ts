import type { Browser, Page } from 'playwright-core';
import { lane } from '../../test/unit/web/lanes.ts';
import { timed, type Times } from '../api/timed.ts';

/** For how long a page may take at all, in milliseconds. */
const PATIENCE = 60_000;

/** How long a page takes to show what it is for, each time in a browser profile that has never seen it. */
export async function firstSight(
  browser: Browser,
  times: number,
  url: string,
  shows: string,
  prepare: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<Times> {
  const pages: Page[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    // Waiting in the page for what it shows needs eval, which the page's own policy refuses.
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await prepare(page);
    pages.push(page);
  }
  const taken = await timed(times, async (nth) => {
    const page = pages[nth];
    await page?.goto(url);
    // Seen is what has been drawn: two frames after it is there.
    await page?.waitForFunction(
      `(${shows}) && new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => seen(true))))`,
      undefined,
      { polling: 'raf' },
    );
    await page?.context().close();
  });
  return taken;
}

/** Tells a page of so many lanes, in place of the daemon's own. */
export function withLanes(count: number): (page: Page) => Promise<void> {
  const lanes = Array.from({ length: count }, (_, i) => lane({}, `service-${i}`));
  const told = JSON.stringify({ at: 1, whole: true, lanes, gone: [] });
  return async (page) => {
    const contentType = 'text/event-stream';
    const body = `event: lanes\ndata: ${told}\n\n`;
    await page.route('**/v1/lanes/events', async (route) => route.fulfill({ contentType, body }));
  };
}
