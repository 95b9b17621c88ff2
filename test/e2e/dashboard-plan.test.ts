/** The page of a plan in a real browser, over the real API and service files; no release runs, so there is no Temporal. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastify from 'fastify';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../api/app.ts';
import type { App } from '../../api/routes/index.ts';
import { defaultSettings } from '../../config/settings.ts';
import { expectUsable, useBrowser } from '../rigs/browser.ts';
import { freezeBook } from '../rigs/freeze-book.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';
import { fakeClient } from '../unit/api/fake-client.ts';
import { checkout } from '../unit/web/plan/plans.ts';

const STEPS = [
  '{ shift: 5% }',
  '{ bake: { until: safe, max: 30m } }',
  '{ shift: 50% }',
  '{ bake: { for: 5m } }',
  'cutover',
];

describeWith('chromium', () => {
  const open = useBrowser();
  let folder: TemporaryFolder;
  let app: App;
  let address: string;

  beforeAll(async () => {
    folder = await temporaryFolder('dashboard-plan');
    await writeFile(join(folder.path, 'checkout.yaml'), checkout(STEPS));
    await writeFile(
      join(folder.path, 'cart.yaml'),
      'service: cart\nenvironments: { production: { plattform: {} } }\n',
    );
    app = await createApp({
      client: fakeClient({}),
      settings: { ...defaultSettings(folder.path), definitions: folder.path },
      freezes: freezeBook(),
      log: fastify().log,
      metrics: new Registry(),
    });
    address = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await app?.close();
    await folder?.remove();
  });

  test('a plan is found by keyboard, and its figures follow its sliders, which its address has', async () => {
    const page = await open(`${address}/ui/plan`);
    await page.getByText('cart.yaml:2:').first().waitFor();
    await page.getByRole('link', { name: 'checkout@ production' }).press('Enter');
    const answer = page.locator('.expected-answer');
    await answer.getByText('a person is asked once').waitFor();
    const costsLate = async (bad: string): Promise<void> =>
      page
        .locator('tr:last-child td:nth-of-type(1) .cost-bad', { hasText: new RegExp(`^×?${bad}$`) })
        .waitFor();
    await costsLate('88');
    await expectUsable(page);

    await page.getByLabel('Traffic, requests a second').fill('500');
    await costsLate('880');
    await page.getByLabel('Budget', { exact: true }).press('Home');
    await answer.getByText('costs more than 1 bad response.').waitFor();
    await until('the address', async () => page.url().endsWith('?rate=500&budget=1'));
    await page.getByLabel('Traffic, requests a second').fill('many');
    await page.getByText('A number from').waitFor();
    await page.reload();
    await answer.getByText('costs more than 1 bad response.').waitFor();
    await costsLate('880');
    await page.getByRole('button', { name: 'Assume what was assumed at first' }).click();
    await costsLate('88');
    await page.context().close();
  });

  test('a service whose file has mistakes is told with each of them, and one that is not there as such', async () => {
    const page = await open(`${address}/ui/plan/cart@production`);
    await page.getByRole('alert').getByText('There is no plan to show').waitFor();
    await page.getByText('did you mean "platform"?').waitFor();
    await expectUsable(page);
    await page.goto(`${address}/ui/plan/checkout@staging`);
    await page.getByText('checkout has no environment staging; it has production').waitFor();
    expect(await page.locator('.plan-mistakes').count()).toBe(0);
    await page.context().close();
  });
});
