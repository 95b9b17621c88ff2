import type { Page } from 'playwright-core';
import { heading, state, weighing } from './showing.ts';
import type { Shot } from './take.ts';
import { tellLanes } from './told-lanes.ts';

/** The pages of the contact sheet, by what has to be going on. */
export type Pages = Record<'running' | 'held' | 'atRest', readonly Omit<Shot, 'looks'>[]>;

/** All of them. */
export const pages: Pages = {
  running: [{ name: 'release-running', at: 'releases/LIVE', shows: weighing }],
  held: [
    { name: 'release-held', at: 'releases/LIVE', shows: state('held') },
    { name: 'act', at: 'releases/LIVE', shows: asksFor('Promote all the same'), whole: false },
  ],
  atRest: [
    {
      name: 'lanes',
      at: '',
      prepare: tellLanes,
      shows: async (page) => page.getByText('web').first().waitFor(),
    },
    { name: 'lanes-one', at: '', shows: async (page) => page.locator('li.lane').first().waitFor() },
    { name: 'release-reverted', at: 'releases/sample.demo.3', shows: judgedAgain },
    { name: 'release-completed', at: 'releases/sample.demo.2', shows: state('completed') },
    {
      name: 'compare',
      at: 'releases/sample.demo.2/compare/sample.demo.3',
      shows: heading('What differed in the plan'),
    },
    {
      name: 'plans',
      at: 'plan',
      shows: async (page) => page.getByRole('link', { name: 'sample' }).waitFor(),
    },
    {
      name: 'plan',
      at: 'plan/sample@demo',
      shows: heading('Bad responses until it is stopped, if it is bad'),
    },
    {
      name: 'calendar',
      at: 'calendar',
      shows: async (page) => page.locator('.schedule', { hasText: 'nightly' }).waitFor(),
    },
    { name: 'calendar-freeze', at: 'calendar', shows: freezes, whole: false },
    { name: 'sign-in', at: '', prepare: asksWho, shows: heading('Who are you?') },
  ],
};

function asksFor(act: string): Shot['shows'] {
  return async (page) => {
    await page.getByRole('button', { name: act, exact: true }).click();
    await page.getByRole('dialog').waitFor();
  };
}

async function judgedAgain(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Judge it again' }).click();
  await page.locator('.again-rows').waitFor();
}

async function freezes(page: Page): Promise<void> {
  await page.locator('.schedule', { hasText: 'nightly' }).waitFor();
  await page.getByRole('button', { name: 'Freeze lanes' }).click();
  await page.getByRole('dialog').waitFor();
}

/** The page of a daemon that knows people by credentials. */
async function asksWho(page: Page): Promise<void> {
  await page.route('**/ui/', async (route) => {
    const answer = await route.fetch();
    const told = (await answer.text()).replace(/(name="sluice-access" content=")\w+/, '$1credential');
    await route.fulfill({ response: answer, body: told });
  });
}
