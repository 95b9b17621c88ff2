/** What a person does and sees on the page of a release. */
import type { Page } from 'playwright-core';
import { until } from './until.ts';

/** Waits until the release stands so, in its one word. */
export async function untilWord(page: Page, word: string): Promise<void> {
  await page.locator('.release-title .state', { hasText: word }).waitFor();
}

/** Presses the button of an act, says why, confirms, and waits for what came of it. */
export async function doAct(page: Page, name: string, why = ''): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  if (why !== '') await page.getByRole('textbox').fill(why);
  await page.getByRole('button', { name: `${name} now` }).click();
  await page.getByText(name === 'Abort' ? 'Abort: asked for.' : `${name}: done.`).waitFor();
}

/** Waits until whoever acts by keyboard goes on there. */
export async function untilFocused(page: Page, text: string): Promise<void> {
  await until(`${text} to be focused`, async () =>
    page.evaluate(`document.activeElement.textContent === ${JSON.stringify(text)}`),
  );
}
