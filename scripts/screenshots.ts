/**
 * Pictures of the dashboard in a real browser. `npm run screenshots [-- FOLDER]` plays the demo and writes those of the
 * tour, `docs/tour/*.png`, anew, or into FOLDER. `npm run screenshots -- --all FOLDER` writes every page instead, light,
 * dark, on a phone and on a wall, with `index.html` to look at all of them. Ends with 0, with 1 where something did not
 * come up as it should, and with 2 where what was asked is not understood.
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { takeSheet } from './screenshots/sheet.ts';
import { takeTour } from './screenshots/tour.ts';
import { bringInChromium, launchChromium } from './setup/chromium.ts';
import { root } from './setup/layout.mjs';

const { all, folder } = askedOrEnd();
let browser: Browser | undefined;
try {
  await bringInChromium();
  await mkdir(folder, { recursive: true });
  browser = await launchChromium();
  await (all ? takeSheet : takeTour)(browser, folder);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await browser?.close();
}
process.exit();

function askedOrEnd(): { all: boolean; folder: string } {
  try {
    const { values, positionals } = parseArgs({
      options: { all: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [given, ...more] = positionals;
    if (more.length > 0) throw new Error(`There is one folder, not also ${more.join(', ')}.`);
    if (values.all && given === undefined) throw new Error('--all takes the folder to write to.');
    return { all: values.all, folder: resolve(given ?? join(root, 'docs', 'tour')) };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}
