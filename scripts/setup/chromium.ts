import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { toolsFolder } from './layout.mjs';
import { bringInTestPrograms } from './test-programs.mjs';

/** Starts the browser that the set-up has brought in. */
export async function launchChromium(): Promise<Browser> {
  // Root, which containers run as, gets no sandbox of Chromium's.
  const args = ['--no-sandbox', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath: join(toolsFolder, 'bin', 'chromium'), args });
}

/** Brings the browser in. Throws a sentence with the next step where it cannot be had. */
export async function bringInChromium(): Promise<void> {
  const [missing] = await bringInTestPrograms(['chromium']);
  if (missing !== undefined) throw new Error(`There is no browser: ${missing.reason}`);
}
