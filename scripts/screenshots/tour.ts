import type { BrowserContextOptions } from 'playwright-core';
import { heading, state, weighing } from './showing.ts';
import { take, type Shot, type Studio } from './take.ts';

const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 780 },
  deviceScaleFactor: 2,
  colorScheme: 'dark',
};

/** What runs while it is looked at. A bake under way has evidence of both sides to show. */
const running: readonly Shot[] = [
  { name: 'release', at: 'releases/LIVE', shows: weighing },
  { name: 'release-phone', at: 'releases/LIVE', shows: weighing, looks: phone },
  {
    name: 'lanes',
    at: '',
    shows: async (page) => page.locator('.state', { hasText: 'running' }).first().waitFor(),
  },
];

/** What the story of the demo leaves behind. */
const afterwards: readonly Shot[] = [
  { name: 'reverted', at: 'releases/sample.demo.3', shows: state('reverted') },
  { name: 'plan', at: 'plan/sample@demo', shows: heading('Bad responses until it is stopped, if it is bad') },
  { name: 'calendar-dark', at: 'calendar', shows: heading('Schedules'), looks: { colorScheme: 'dark' } },
];

/** The pictures of the README and the docs, after the story of the demo; `live` is the id of a release that runs. */
export async function takeTour(studio: Studio, live: string): Promise<void> {
  await Promise.all(running.map(async (shot) => take(studio, shot, live)));
  for (const shot of afterwards) await take(studio, shot, live);
}
