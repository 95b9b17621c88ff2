/** Pages of what does not run in a real browser, over the real API, service files and archive, with no Temporal. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastify from 'fastify';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeReport } from '../../activities/archive/store.ts';
import { createApp } from '../../api/app.ts';
import type { App } from '../../api/routes/index.ts';
import { defaultSettings } from '../../config/settings.ts';
import { expectUsable, useBrowser } from '../rigs/browser.ts';
import { finishedRelease } from '../rigs/finished-release.ts';
import { freezeBook } from '../rigs/freeze-book.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';
import { fakeClient } from '../unit/api/fake-client.ts';
import { BAD, GOOD, times } from '../unit/analysis/judge/played.ts';
import { lane, running } from '../unit/web/lanes.ts';
import { metric, NOW, release } from '../unit/web/releases.ts';
import { checkout } from '../unit/web/plan/plans.ts';

const STEPS = [
  '{ shift: 5% }',
  '{ bake: { until: safe, max: 30m } }',
  '{ shift: 50% }',
  '{ bake: { for: 5m } }',
  'cutover',
];

const good = finishedRelease(6, {
  rows: times(30, GOOD),
  outcome: 'completed',
  sentence: 'v6 serves all traffic',
  steps: STEPS,
  done: 8,
});
/** It has more events than its page keeps. */
const COMPLETED = {
  ...good,
  status: { ...good.status, events: 1100 },
  events: Array.from({ length: 1100 }, (_, i) => ({
    number: i + 1,
    at: NOW + i,
    kind: 'observed' as const,
    message: '',
  })),
};
const ended = finishedRelease(7, {
  rows: [...times(6, GOOD), ...times(9, BAD)],
  outcome: 'reverted',
  cause: 'verdict',
  sentence: 'failed: errors is worse than 1.25 times the stable side; v6 serves all traffic',
  steps: ['{ shift: 5% }', '{ bake: { until: safe, max: 45m } }', '{ approve: {} }', ...STEPS.slice(2)],
  done: 5,
});
/** Its revision is as long as one may be, and has no place to break. */
const REVERTED = { ...ended, status: { ...ended.status, revision: 'f'.repeat(200) } };

/** One to compare with whose name is wider than a phone. */
const older = finishedRelease(5, {
  rows: times(30, GOOD),
  outcome: 'completed',
  sentence: 'v5 serves all traffic',
  steps: STEPS,
  done: 8,
});
const OLDER = { ...older, input: { ...older.input, version: 'v5-of-a-branch-that-has-a-long-name' } };

/** What Safari, and any browser over plain HTTP, does not have; and the first time limit of each kind is short. */
const PHONE = `
  delete ReadableStream.prototype[Symbol.asyncIterator];
  delete Crypto.prototype.randomUUID;
  const limit = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = () => {
    AbortSignal.timeout = limit;
    return limit(500);
  };
  const later = setTimeout;
  window.setTimeout = (act, time) => {
    if (time !== 40_000) return later(act, time);
    window.setTimeout = later;
    return later(act, 500);
  };
`;

describeWith('chromium', () => {
  const open = useBrowser();
  let folder: TemporaryFolder;
  let app: App;
  let address: string;

  beforeAll(async () => {
    folder = await temporaryFolder('dashboard-at-rest');
    await writeFile(join(folder.path, 'checkout.yaml'), checkout(STEPS));
    await writeFile(
      join(folder.path, 'cart.yaml'),
      'service: cart\nenvironments: { production: { plattform: {} } }\n',
    );
    const settings = { ...defaultSettings(folder.path), definitions: folder.path };
    for (const report of [OLDER, COMPLETED, REVERTED]) await storeReport(settings.archive.folder, report);
    app = await createApp({
      client: fakeClient({ executions: { kept: [] } }),
      settings,
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

  test('a finished release is judged again from its report, with the same result', async () => {
    const page = await open(`${address}/ui/releases/${REVERTED.id}`);
    await page.getByText(`sluice judge --release ${REVERTED.id}`).waitFor();
    await page.getByRole('button', { name: 'Judge it again' }).press('Enter');
    await page.getByText('Judged again with the same result.').waitFor();
    expect(await page.locator('.again-rows tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/bake until safe, at most 45m block 4\t.?pass\tthe same$/),
      expect.stringMatching(/bake for 5m block 6\t.?fail: harm \(errors\)\tthe same$/),
    ]);
    await expectUsable(page);
    await page.context().close();
  });

  test('a step, a metric and an event have addresses of their own, which show and mark them', async () => {
    const page = await open(`${address}/ui/releases/${REVERTED.id}#metric-errors`);
    const marked = page.locator('[data-linked]');
    await until('the mark', async () => (await marked.getAttribute('id')) === 'metric-errors');
    expect(await page.evaluate('document.activeElement.id')).toBe('metric-errors');
    await expectUsable(page);

    const step = page.locator('#step-1');
    await step.getByRole('link').press('Enter');
    await until('the address', async () => page.url().endsWith(`/ui/releases/${REVERTED.id}#step-1`));
    await until('the mark', async () => (await marked.getAttribute('id')) === 'step-1');
    const event = page.locator('.event').last();
    await event.getByRole('link').first().click();
    await until('the mark', async () => (await marked.getAttribute('id')) === 'event-1');
    expect(await marked.count()).toBe(1);
    await page.goBack();
    await until('the mark', async () => (await marked.getAttribute('id')) === 'step-1');
    await page.context().close();
  });

  test('a link to an event that is not kept leads to the line that says so', async () => {
    const page = await open(`${address}/ui/releases/${COMPLETED.id}#event-17`);
    const marked = page.locator('[data-linked]');
    await until('the mark', async () => (await marked.getAttribute('id')) === 'event-17');
    expect(await marked.innerText()).toBe(
      `Not kept on this page: the oldest 100. All of them: sluice --json release watch ${COMPLETED.id}`,
    );
    await page.getByRole('button', { name: 'Show the newest 1000' }).waitFor();
    await page.context().close();
  });

  test('what a link names is not looked for any more once somebody uses the page', async () => {
    const page = await open(`${address}/ui/`);
    const told = Promise.withResolvers<void>();
    await page.route('**/events', async (route) => {
      await told.promise;
      await route.continue();
    });
    await page.goto(`${address}/ui/releases/${REVERTED.id}#metric-errors`);
    await page.getByRole('heading', { name: REVERTED.id }).waitFor();
    await page.keyboard.press('Shift');
    told.resolve();
    await page.locator('#metric-errors').waitFor();
    await page.getByRole('button', { name: 'Judge it again' }).waitFor();
    // What is drawn is looked for in the effects of that drawing, which run before the second frame after it.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    expect(await page.locator('[data-linked]').count()).toBe(0);

    await page.locator('#step-1').getByRole('link').click();
    const marked = page.locator('[data-linked]');
    await until('the mark', async () => (await marked.getAttribute('id')) === 'step-1');
    await page.context().close();
  });

  test('what is not live is said where it is read and where it is pressed', async () => {
    const page = await open('about:blank');
    const told = JSON.stringify(release({ evidence: [metric()] }));
    // The one that was said last is asked first, as long as it is there.
    await page.route('**/v1/releases/*/events', async (route) => route.abort());
    await page.route(
      '**/v1/releases/*/events',
      async (route) =>
        route.fulfill({ contentType: 'text/event-stream', body: `event: status\ndata: ${told}\n\n` }),
      { times: 1 },
    );
    await page.goto(`${address}/ui/releases/shop.production.2`);
    await page.locator('.decision').getByText('Not live').waitFor();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('dialog').getByRole('alert').getByText('Not live').waitFor();
    await expectUsable(page);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 360, height: 500 });
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    const line = page.locator('.release-head .stale');
    await until('the line at the top', async () => Math.round((await line.boundingBox())?.y ?? -1) === 0);
    await page.context().close();
  });

  test('a finished release is compared with the last good one of its lane', async () => {
    const page = await open(`${address}/ui/releases/${REVERTED.id}`);
    expect(await page.getByLabel('Compare with').inputValue()).toBe(COMPLETED.id);
    await page.getByRole('link', { name: 'Compare' }).press('Enter');
    await page.waitForURL((url) => url.pathname === `/ui/releases/${COMPLETED.id}/compare/${REVERTED.id}`);
    await page
      .getByText('v6 completed after 8m8s; v7 was reverted by its verdict after 5m5s. Their plans differ')
      .waitFor();
    const row = (table: string, what: string) =>
      page.getByRole('table', { name: table }).getByRole('row', { name: what }).getByRole('cell');
    expect(await row('What differed in the plan', 'bake 1.max').allInnerTexts()).toEqual(['30m', '45m']);
    expect(await row('Evidence of errors', 'Found').allInnerTexts()).toEqual(['proven safe', 'harm']);
    expect(await row('Steps', 'approve by 1 person').allInnerTexts()).toEqual(['–', '54s']);
    await expectUsable(page);
    await page.goto(`${address}/ui/releases/${COMPLETED.id}/compare/checkout.production.9`);
    await page.getByText('there is no release checkout.production.9').waitFor();
    await page.context().close();
  });

  test('a lane leads to its plan, and to its last two releases side by side', async () => {
    const page = await open('about:blank');
    const past = [REVERTED, COMPLETED].map(({ id, status: { version, outcome = 'left' } }) => ({
      id,
      version,
      outcome,
      finishedAt: 1,
    }));
    const lanes = [lane({ past }, 'checkout'), lane({ past: past.slice(1) }, 'cart')];
    const told = JSON.stringify({ at: 1, whole: true, lanes, gone: [] });
    await page.route('**/v1/lanes/events', async (route) =>
      route.fulfill({ contentType: 'text/event-stream', body: `event: lanes\ndata: ${told}\n\n` }),
    );
    await page.goto(`${address}/ui/`);
    await page.getByText('checkout@production').waitFor();
    expect(await page.getByRole('link', { name: 'compare the last two' }).count()).toBe(1);
    await expectUsable(page);
    await page.getByRole('link', { name: 'compare the last two of checkout in production' }).press('Enter');
    await page.waitForURL((url) => url.pathname === `/ui/releases/${COMPLETED.id}/compare/${REVERTED.id}`);
    await page.goBack();
    await page.getByRole('link', { name: 'plan of checkout in production' }).press('Enter');
    await page.locator('.expected-answer').waitFor();
    await page.context().close();
  });

  test('a page that meets a word of a newer Sluice says so, and can be loaded again', async () => {
    const page = await open('about:blank');
    const lanes = [lane({ running: running() }, 'checkout')];
    const known = JSON.stringify({ at: 1, whole: true, lanes, gone: [] });
    let told = known.replace('"phase":"running"', '"phase":"melting"');
    expect(told).not.toBe(known);
    await page.route('**/v1/lanes/events', async (route) =>
      route.fulfill({ contentType: 'text/event-stream', body: `event: lanes\ndata: ${told}\n\n` }),
    );
    await page.goto(`${address}/ui/`);
    await page.getByRole('alert').getByText('could not be drawn: Sluice may be a newer one').waitFor();
    told = known;
    await page.getByRole('button', { name: 'Load it again' }).click();
    await page.getByText('checkout@production').waitFor();
    await page.context().close();
  });

  test('a phone over plain HTTP sees streams and can act, and what is never answered is asked again', async () => {
    const page = await open('about:blank');
    await page.addInitScript(PHONE);
    let unanswered = ['v1/whoami', 'v1/lanes/events'];
    const told = JSON.stringify({ at: 1, whole: true, lanes: [lane({}, 'checkout')], gone: [] });
    await page.route(/v1\/(whoami|lanes\/events)$/, async (route) => {
      const asked = route.request().url();
      const left = unanswered.filter((path) => !asked.endsWith(path));
      const first = left.length < unanswered.length;
      unanswered = left;
      if (first) return;
      if (asked.endsWith('whoami')) await route.continue();
      else await route.fulfill({ contentType: 'text/event-stream', body: `event: lanes\ndata: ${told}\n\n` });
    });
    await page.goto(`${address}/ui/`);
    await page.getByText('Sluice cannot be reached: no answer came within 15 s').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('checkout@production').waitFor();
    await page.getByRole('link', { name: 'Calendar' }).click();
    await page.getByRole('button', { name: 'Freeze lanes' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Freeze now' }).waitFor();
    await page.context().close();
  });
});
