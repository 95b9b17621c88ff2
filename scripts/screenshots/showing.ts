import type { Page } from 'playwright-core';

/** A heading of this name. */
export const heading = (name: string) => async (page: Page) =>
  page.getByRole('heading', { name }).first().waitFor();

/** A release that stands so. */
export const state = (word: string) => async (page: Page) =>
  page.locator('.release-title .state', { hasText: word }).waitFor();

/** A bake under way, with evidence of both sides. */
export async function weighing(page: Page): Promise<void> {
  await page.locator('.step-running .step-label', { hasText: 'bake' }).waitFor();
  // So many requests, of three digits, that there is something to weigh.
  await page.locator('.metric .rates tr.quiet td:first-of-type', { hasText: /\d{3}/ }).first().waitFor();
}
