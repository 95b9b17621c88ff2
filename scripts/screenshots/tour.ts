import type { Browser, BrowserContextOptions } from 'playwright-core';
import { createClient } from '../../api/client.ts';
import { startDemo } from './demo.ts';
import { heading, state, weighing } from './showing.ts';
import { take, type Shot } from './take.ts';

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

/** The pictures of the README and the docs, of a demo that is played for them. */
export async function takeTour(browser: Browser, folder: string): Promise<void> {
  const demo = await startDemo();
  try {
    const client = createClient(demo.api, 'screenshots');
    const { id } = await client.submit({ service: 'sample', environment: 'demo', version: 'v5' });
    if (id === null) throw new Error('v5 is live already, so nothing runs that could be looked at.');
    const studio = { browser, api: demo.api, folder };
    await Promise.all(running.map(async (shot) => take(studio, shot, id)));
    for (const shot of afterwards) await take(studio, shot, id);
  } finally {
    await demo.stop();
  }
}
