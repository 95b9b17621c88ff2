import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page to be looked at. */
export interface Shot {
  /** `NAME.png`. */
  name: string;
  /** Below `/ui/`; `LIVE` is the id of a release that runs. */
  at: string;
  /** Before the page is asked for. */
  prepare?: (page: Page) => Promise<unknown>;
  /** Resolves when the page shows what the picture is for. */
  shows: (page: Page) => Promise<unknown>;
  looks?: BrowserContextOptions;
  /** All of the page, also what is below its fold. */
  whole?: boolean;
}

/** Where pictures are taken, and where they go. */
export interface Studio {
  browser: Browser;
  /** `http://127.0.0.1:PORT` of a daemon. */
  api: string;
  folder: string;
}

/** For how long a page may take to show what its picture is for, in milliseconds. */
const PATIENCE = 60_000;

/** By the style of each element: the page's policy takes no style sheet from here. */
const DRAW_ALL = `for (const lane of document.querySelectorAll('.lane')) lane.style.contentVisibility = 'visible'`;

/** Takes one picture; `live` is the id of the release that runs. */
export async function take({ browser, api, folder }: Studio, shot: Shot, live: string): Promise<void> {
  const { name, at, prepare, shows, looks, whole = false } = shot;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...looks });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await prepare?.(page);
  await page.goto(`${api}/ui/${at.replace('LIVE', live)}`);
  await shows(page);
  await page.evaluate('document.fonts.ready');
  // What is below the fold is not drawn until somebody scrolls there.
  if (whole) await page.evaluate(DRAW_ALL);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: whole });
  console.log(`wrote ${path}`);
  await context.close();
}
