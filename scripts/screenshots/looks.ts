import type { BrowserContextOptions } from 'playwright-core';

const phone: BrowserContextOptions = { deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** How every page of the contact sheet is looked at. */
export const LOOKS: readonly { name: string; looks: BrowserContextOptions }[] = [
  { name: 'light', looks: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' } },
  { name: 'dark', looks: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' } },
  { name: 'phone', looks: { viewport: { width: 360, height: 780 }, colorScheme: 'light', ...phone } },
  { name: 'wall', looks: { viewport: { width: 2560, height: 1440 }, colorScheme: 'light' } },
];
