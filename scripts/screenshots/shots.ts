import type { BrowserContextOptions, Page } from 'playwright-core';

/** A picture of the tour. */
export interface Shot {
  /** `NAME.png` in `docs/tour`. */
  name: string;
  /** Below `/ui/`; `LIVE` is the id of a release that runs. */
  at: string;
  /** Resolves when the page shows what the picture is for. */
  shows: (page: Page) => Promise<unknown>;
  looks?: BrowserContextOptions;
}

const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 780 },
  deviceScaleFactor: 2,
  colorScheme: 'dark',
};
const heading = (name: string) => async (page: Page) => page.getByRole('heading', { name }).first().waitFor();
const state = (word: string) => async (page: Page) =>
  page.locator('.release-title .state', { hasText: word }).waitFor();

/** What runs while it is looked at. A bake under way has evidence of both sides to show. */
export const live: readonly Shot[] = [
  { name: 'release', at: 'releases/LIVE', shows: weighing },
  { name: 'release-phone', at: 'releases/LIVE', shows: weighing, looks: phone },
  {
    name: 'lanes',
    at: '',
    shows: async (page) => page.locator('.state', { hasText: 'running' }).first().waitFor(),
  },
];

/** What the story of the demo leaves behind. */
export const afterwards: readonly Shot[] = [
  { name: 'reverted', at: 'releases/sample.demo.3', shows: state('reverted') },
  { name: 'plan', at: 'plan/sample@demo', shows: heading('Bad responses until it is stopped, if it is bad') },
  { name: 'calendar-dark', at: 'calendar', shows: heading('Schedules'), looks: { colorScheme: 'dark' } },
];

async function weighing(page: Page): Promise<void> {
  await page.locator('.step-running .step-label', { hasText: 'bake' }).waitFor();
  // So many requests, of three digits, that there is something to weigh.
  await page.locator('.metric .rates tr.quiet td:first-of-type', { hasText: /\d{3}/ }).first().waitFor();
}
