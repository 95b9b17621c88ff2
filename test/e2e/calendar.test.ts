/** The calendar in a real browser, over the real API, Temporal and workflows. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiServer } from '../../api/server.ts';
import type { ScheduleView } from '../../api/wire/schedule.ts';
import { expectUsable, useBrowser } from '../rigs/browser.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';
import { APPROVED, useApiRig } from './api-rig.ts';
import { post } from './post.ts';

const HOUR = 3_600_000;

describeWith('chromium', () => {
  const rig = useApiRig();
  const open = useBrowser();
  let api: ApiServer;
  let workers: { stop: () => Promise<void> };
  let tries = 0;

  /** A service of its own, also where a test is tried once more. */
  function named(name: string): string {
    tries += 1;
    return `${name}-${tries}`;
  }

  beforeAll(async () => {
    workers = await rig().startWorkers();
    api = await rig().startApi();
  });
  afterAll(async () => {
    await api?.close();
    await workers?.stop();
  });

  const ask = async (path: string, body: object) => post(api.address, path, body);

  /** Says why in the dialog that is open, and confirms. */
  async function confirm(page: Page, name: string, why: string): Promise<void> {
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill(why);
    await dialog.getByRole('button', { name, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  test('lanes are frozen and let go again, and everything is stopped and let go on', async () => {
    const cart = named('cart');
    await rig().addService(cart, APPROVED);
    // Of a try before this one.
    await ask('stop/end', { reason: 'from the start' });
    const page = await open(`${api.address}/ui/calendar?lane=${cart}@production`);
    const becomes = async (word: string) =>
      page
        .locator('.window', { hasText: `${cart}@production` })
        .locator('.state', { hasText: word })
        .waitFor();
    await becomes('open');

    await page.getByRole('button', { name: 'Freeze lanes' }).press('Enter');
    const dialog = page.getByRole('dialog');
    const freeze = dialog.getByRole('button', { name: 'Freeze now' });
    await dialog.getByLabel('Lanes').fill('production');
    await dialog.getByText('production is no pattern of lanes').waitFor();
    await dialog.getByLabel('Lanes').fill(`${cart}@*`);
    await dialog.getByText('Say why.').waitFor();
    expect(await freeze.isDisabled()).toBe(true);
    await dialog.getByText('No release is under way there.').waitFor();
    await expectUsable(page);
    await confirm(page, 'Freeze now', 'the migration');
    await becomes('frozen');
    await page.locator('.agenda-item', { hasText: 'the migration' }).first().waitFor();
    await expectUsable(page);

    await page.getByRole('button', { name: /^End f/ }).click();
    await confirm(page, 'End it now', 'it is done');
    await becomes('open');

    await page.getByRole('button', { name: 'Stop everything' }).click();
    await dialog.getByLabel('are undone').check();
    await confirm(page, 'Stop and undo all now', 'cards fail');
    await page.getByText('by anonymous: cards fail').waitFor();
    await page.getByText('Asked to undo: none.').waitFor();
    await expectUsable(page);
    await page.getByRole('button', { name: 'Let everything go on' }).click();
    await confirm(page, 'Let go on now', 'they work');
    await becomes('open');
    await page.context().close();
  });

  test('a release that waits is approved, and the filters stand in the address', async () => {
    const service = named('asks');
    await rig().addService(service, APPROVED);
    await ask('stop/end', { reason: 'from the start' });
    await ask(`lanes/${service}.production/adopt`, { slot: 'blue', version: 'v1' });
    await ask('releases', { service, environment: 'production', version: 'v2' });
    const page = await open(`${api.address}/ui/calendar?kind=approvals&lane=${service}@production`, {
      timezoneId: 'Europe/Berlin',
    });
    await page
      .locator('.waits', { hasText: `${service}@production` })
      .getByText('0 of 1')
      .waitFor();
    await page.waitForFunction('document.title.startsWith("(1) Calendar")');
    expect(await page.locator('.weeks').count()).toBe(0);
    await expectUsable(page);
    await page.getByRole('button', { name: `Approve ${service}.production.1` }).click();
    await confirm(page, 'Approve now', 'looks good');
    await page.getByText('Nothing waits for an approval.').waitFor();
    await page.getByRole('button', { name: 'freezes' }).click();
    await page.getByRole('button', { name: 'show UTC' }).click();
    await page.getByRole('button', { name: 'Later' }).click();
    expect(page.url()).toMatch(/\?kind=freezes&lane=asks-\d+%40production&zone=utc&from=2\d{3}-\d\d-\d\d$/);
    await page.getByText('Times in UTC').waitFor();
    await page.context().close();
  });

  test('what was missed, and what the clocks do to a run, stands with its schedule', async () => {
    const schedule: ScheduleView = {
      lane: 'cart.production',
      name: 'nightly',
      origin: 'file',
      createdBy: 'file',
      cron: '30 2 * * *',
      timeZone: 'Europe/Berlin',
      version: 'latest',
      paused: false,
      note: '',
      next: [{ at: Date.now() + HOUR, clocks: 'runs twice: the clocks go back, this is the first' }],
      last: null,
      runs: 0,
      missed: 2,
      skipped: 0,
    };
    const page = await open('about:blank');
    await page.route(/\/v1\/schedules/, async (route) => route.fulfill({ json: { schedules: [schedule] } }));
    await page.goto(`${api.address}/ui/calendar`);
    await page.locator('.schedule', { hasText: '2 missed' }).getByText('runs twice').waitFor();
    await expectUsable(page);
    await page.context().close();
  });

  test('a schedule is paused, let go on and run, and deployments are answered, each once', async () => {
    const service = named('nightly');
    const lane = `${service}.production`;
    await rig().addService(service, APPROVED);
    await ask('stop/end', { reason: 'from the start' });
    await ask(`lanes/${lane}/adopt`, { slot: 'blue', version: 'v1' });
    const schedule = { cron: '30 2 * * *', timeZone: 'Europe/Berlin', version: 'v2' };
    await ask('schedules', { lane, name: 'nightly', schedule });
    const [good, bad] = [await rig().addDeployment(lane), await rig().addDeployment(lane)];
    await until('the schedule to be listed', async () =>
      (await (await fetch(`${api.address}/v1/schedules`)).text()).includes(lane),
    );
    const page = await open(`${api.address}/ui/calendar?lane=${service}@production`);
    const asked: Record<string, string>[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') asked.push(request.headers());
    });
    const press = async (button: string, label: string, why: string): Promise<void> => {
      await page.getByRole('button', { name: button }).click();
      await confirm(page, label, why);
    };
    const shown = page.locator('.schedule', { hasText: 'nightly' });
    await shown.getByText('next').waitFor();
    await press(`Pause nightly of ${lane}`, 'Pause it now', 'the night');
    await shown.locator('.state', { hasText: 'paused' }).waitFor();
    await shown.getByText('the night').waitFor();
    await press(`Resume nightly of ${lane}`, 'Resume it now', '');
    await shown.getByText('next').waitFor();
    await press(`Run now nightly of ${lane}`, 'Run it now', 'by hand');
    await page
      .locator('.waits', { hasText: `${service}@production` })
      .getByText('v2')
      .waitFor();

    await press(`Approve ${good.repository}`, 'Approve it now', 'fine');
    await press(`Reject ${bad.repository}`, 'Reject it now', 'no');
    const answers = () =>
      [good, bad].map(({ world }) => world.answered.flatMap(({ state }) => state ?? []).join());
    await until('GitHub to be told', () => answers().every((answer) => answer !== ''));
    expect(answers()).toEqual(['approved', 'rejected']);
    expect(new Set(asked.map((headers) => headers['idempotency-key'])).size).toBe(5);
    expect(new Set(asked.map((headers) => headers['sluice-source']))).toEqual(new Set(['dashboard']));
    await page.context().close();
  });
});
