/** The dashboard in a real browser, over the real API, Temporal and workflows. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastify from 'fastify';
import type { Route } from 'playwright-core';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createThawActivity } from '../../activities/freezes/thaw.ts';
import { startServer, type ApiServer } from '../../api/server.ts';
import { judgeRaise } from '../../config/freezes/judge-raise.ts';
import { releasePage } from '../../providers/page-address.ts';
import { openFreezes } from '../../worker/open-freezes.ts';
import { expectUsable, useBrowser } from '../rigs/browser.ts';
import { startPrefixProxy } from '../rigs/prefix-proxy.ts';
import { doAct, untilFocused, untilWord } from '../rigs/release-page.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';
import { lane as listed } from '../unit/web/lanes.ts';
import { contextOf, fakeWorld } from '../unit/activities/world.ts';
import { metric } from '../unit/web/releases.ts';
import type { World } from '../workflow/world.ts';
import { APPROVED, heartbeat, useApiRig } from './api-rig.ts';
import { post } from './post.ts';

describeWith('chromium', () => {
  const rig = useApiRig();
  const open = useBrowser();
  let api: ApiServer;
  let workers: { stop: () => Promise<void> };
  let services = 0;

  beforeAll(async () => {
    heartbeat.evidence.push(metric(), metric({ name: 'latency', edges: [0.1], proven: true }));
    workers = await rig().startWorkers();
    api = await rig().startApi();
  });
  afterAll(async () => {
    await api?.close();
    await workers?.stop();
  });

  const ask = async (path: string, body: object) => post(api.address, path, body);

  /** A lane of its own with `v1` live, also where a test is tried once more. */
  async function lane(name: string, steps: string[]): Promise<{ service: string; world: World }> {
    services += 1;
    const service = `${name}-${services}`;
    const world = await rig().addService(service, steps);
    world.finds = ({ bake }) =>
      bake === undefined
        ? undefined
        : { kind: 'inconclusive', reason: 'not yet known', message: 'time is up' };
    await ask(`lanes/${service}.production/adopt`, { slot: 'blue', version: 'v1' });
    return { service, world };
  }

  /** A release of `v2` in such a lane. */
  async function begin(name: string, steps: string[]) {
    const made = await lane(name, steps);
    return { ...made, id: await release(made.service) };
  }

  async function release(service: string): Promise<string> {
    return (await ask('releases', { service, environment: 'production', version: 'v2' })).id;
  }

  test('lanes are followed as they change, filtered by their address, and lead on by keyboard', async () => {
    const { service: quiet } = await lane('quiet', APPROVED);
    const page = await open(api.address);
    await page.getByText(`${quiet}@production`).waitFor();
    expect(new URL(page.url()).pathname).toBe('/ui/');
    const { id, service: asks } = await begin('asks', APPROVED);
    const row = page.locator('li.lane', { hasText: asks });
    await row.locator('.state', { hasText: 'approval' }).waitFor();
    const order = await page.locator('li.lane').allInnerTexts();
    const place = (service: string): number => order.findIndex((text) => text.includes(service));
    expect(place(asks)).toBeLessThan(place(quiet));
    await until('the title', async () => /^\(\d+\) Lanes/.test(await page.title()));
    await expectUsable(page);

    await page.getByRole('button', { name: 'needs a person' }).click();
    await page.getByLabel('Search lanes').fill(`${asks} v2 approval`);
    await page.waitForURL((url) => url.search === `?state=needs+a+person&q=${asks}+v2+approval`);
    await page.reload();
    await row.waitFor();
    expect(await page.locator('li.lane').count()).toBe(1);
    await page.getByLabel('Search lanes').fill('nobody');
    await page.getByText('No lane is like that.').waitFor();
    await page.getByLabel('Search lanes').fill(asks);
    await page.getByRole('link', { name: `${asks}@production` }).press('Enter');
    await untilWord(page, 'approval');
    await page.waitForURL((url) => url.pathname === `/ui/releases/${id}`);
    await until('the heading to be read next', async () =>
      page.evaluate('document.activeElement.tagName === "H1"'),
    );
    await page.goBack();
    await row.waitFor();
    await page.context().close();
  });

  test('a release is paused, resumed, extended and approved, each asked once, and a late click does nothing', async () => {
    const { id } = await begin('acts', APPROVED);
    const page = await open(`${api.address}/ui/releases/${id}`);
    await untilWord(page, 'approval');
    await page.locator('.account summary').click();
    await page.getByLabel('Your name').fill('eve');
    await page.keyboard.press('Enter');
    await page.locator('.account summary').click();

    await doAct(page, 'Pause', 'the call');
    await untilFocused(page, 'Pause: done.');
    await untilWord(page, 'paused');
    await page.getByText('paused by eve (dashboard)').waitFor();
    await page.locator('.event', { hasText: 'the call' }).waitFor();
    await doAct(page, 'Resume');
    await untilWord(page, 'approval');
    await doAct(page, 'Extend', 'lunch');
    await untilFocused(page, 'Extend');
    await page.locator('.step-note', { hasText: 'extended by 30m' }).waitFor();

    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    const { step, token } = z
      .looseObject({ step: z.number(), token: z.string() })
      .parse(await (await fetch(`${api.address}/v1/releases/${id}`)).json());
    await ask(`releases/${id}/pause`, { step, token });
    await page.getByText('The release has moved on since this was opened').waitFor();
    const confirm = page.getByRole('button', { name: 'Approve now' });
    expect(await confirm.isDisabled()).toBe(true);
    await expectUsable(page);
    await page.getByRole('button', { name: 'I have looked again' }).click();
    expect(await confirm.isDisabled()).toBe(false);
    expect(await page.getByLabel('Who did what before').innerText()).toContain('bob');
    await page.keyboard.press('Escape');
    await doAct(page, 'Resume');
    await doAct(page, 'Approve');
    await untilWord(page, 'completed');
    await page.getByText(`sluice judge --release ${id}`).waitFor();
    expect(await page.locator('.acts').count()).toBe(0);
    await page.context().close();
  });

  test('a hold says what it is over, is answered by keyboard, and an abort goes back', async () => {
    const steps = ['deploy', 'shift: 5%', 'bake: { until: safe, max: 30m }', ...APPROVED.slice(2)];
    const { id } = await begin('holds', steps);
    const page = await open(`${api.address}/ui/releases/${id}`);
    await untilWord(page, 'held');
    await page.getByText('If nobody acts, it reverts in').waitFor();
    await page.locator('.decision').getByText('An abort brings 5 % of the traffic back to v1').waitFor();
    expect(await page.locator('.release-title .tone-good').count()).toBe(0);
    await page.getByRole('heading', { name: 'latency' }).waitFor();
    await page.locator('.split-plot canvas').waitFor();
    await expectUsable(page);

    await page.getByRole('button', { name: 'Retry' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    const sent = Promise.withResolvers<void>();
    const lose = async (route: Route): Promise<void> => sent.promise.then(async () => route.abort());
    await page.route('**/promote', lose, { times: 1 });
    await page.getByRole('button', { name: 'Promote all the same', exact: true }).press('Enter');
    const promote = page.getByRole('button', { name: 'Promote all the same now' });
    await promote.press('Enter');
    await page.getByRole('button', { name: 'Sending…' }).waitFor();
    // Of two in a row a browser lets only the first be refused.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    sent.resolve();
    await page.getByRole('dialog').getByText('it may have been taken, or not').waitFor();
    await promote.press('Enter');
    await untilWord(page, 'approval');
    await doAct(page, 'Abort', 'no good');
    await untilWord(page, 'reverted');
    await page.locator('.event', { hasText: 'no good' }).waitFor();
    await page.getByText('The plan').click();
    await page.getByText('"schemaVersion": 1').waitFor();
    await page.context().close();
  });

  test('a hold is retried, and a release that somebody leaves blocks its lane', async () => {
    const steps = ['deploy', 'shift: 5%', 'bake: { until: safe, max: 30m }', ...APPROVED.slice(2)];
    const { id, service, world } = await begin('left', steps);
    const page = await open(`${api.address}/ui/releases/${id}`);
    await untilWord(page, 'held');
    world.finds = ({ bake }) => (bake === undefined ? undefined : { kind: 'pass' });
    await doAct(page, 'Retry', 'it was the network');
    await untilWord(page, 'approval');
    await page.locator('.event', { hasText: 'it was the network' }).waitFor();
    await page.getByRole('button', { name: 'Leave it', exact: true }).click();
    expect(await page.getByRole('button', { name: 'Leave it now' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await doAct(page, 'Leave it', 'the router is gone');
    await untilWord(page, 'left');
    await page.goto(`${api.address}/ui/?q=${service}`);
    await page.locator('li.lane .state', { hasText: 'blocked' }).waitFor();
    await page.context().close();
  });

  test('a release that a freeze holds goes on when an admin overrides it for that release', async () => {
    const { service, world } = await lane('frozen', APPROVED);
    const { client } = rig().environment;
    const freezes = openFreezes(rig().settings, () => client, pino({ level: 'silent' }));
    world.writes = async ({ raise }) => {
      const frozen = raise && judgeRaise(raise, await freezes.known(), Date.now());
      return frozen && { kind: 'frozen', message: frozen.message, frozen };
    };
    world.thaws = createThawActivity({ ...contextOf(fakeWorld()), freezes }).thaw;
    await ask('freezes', { lanes: [`${service}@production`], reason: 'the sale', for: '1h' });
    const page = await open(`${api.address}/ui/releases/${await release(service)}`);
    await untilWord(page, 'frozen');
    await page.getByText('It goes on by itself in').waitFor();
    expect(await page.locator('.decision-sentence').innerText()).toContain('the sale');
    await expectUsable(page);
    await doAct(page, 'Override the freeze', 'the fix for the sale');
    await untilWord(page, 'approval');
    await page.locator('.event', { hasText: 'the fix for the sale' }).waitFor();
    await page.context().close();
  });

  test('a lost connection is said with the age of the figures, and comes back by itself', async () => {
    const page = await open(`${api.address}/ui/`);
    await page.getByText('live', { exact: true }).waitFor();
    await api.close();
    try {
      await page.getByText(/These figures are .* old/).waitFor();
    } finally {
      api = await rig().startApi();
    }
    await page.getByText('live', { exact: true }).waitFor();
    await page.context().close();
  });

  test('2,000 lanes are all there, and only those that are seen are drawn', async () => {
    const page = await open('about:blank');
    const lanes = Array.from({ length: 2000 }, (_, i) => listed({}, `service-${i}`));
    const told = JSON.stringify({ at: 1, whole: true, lanes, gone: [] });
    // The one that was said last is asked first, as long as it is there.
    await page.route('**/v1/lanes/events', async (route) => route.abort());
    await page.route(
      '**/v1/lanes/events',
      async (route) =>
        route.fulfill({ contentType: 'text/event-stream', body: `event: lanes\ndata: ${told}\n\n` }),
      { times: 1 },
    );
    await page.goto(`${api.address}/ui/`);
    await page.getByText('service-1999@production').waitFor({ state: 'attached' });
    expect(await page.locator('li.lane').count()).toBe(2000);
    const drawn = `[...document.querySelectorAll('li.lane')].filter((row) => row.firstElementChild.checkVisibility({ contentVisibilityAuto: true })).length`;
    expect(await page.evaluate(drawn)).toBeLessThan(200);
    await page.getByLabel('Search lanes').fill('service-77 ');
    expect(await until('the search', async () => (await page.locator('li.lane').count()) < 20)).toBe(true);
    await page.context().close();
  });

  test('behind a prefix, who looks shows a token, and presses what its role allows', async () => {
    const { id, service } = await begin('guarded', APPROVED);
    let address = '';
    const proxy = await startPrefixProxy('/ops/sluice', () => address);
    const settings = {
      ...rig().settings,
      auth: { issuers: [] },
      listen: { host: '127.0.0.1', port: 0 },
      trustedProxies: ['127.0.0.1'],
      publicUrl: `${proxy.origin}/ops/sluice`,
    };
    const { client } = rig().environment;
    const freezes = openFreezes(settings, () => client, pino({ level: 'silent' }));
    const guarded = await startServer({
      client,
      settings,
      freezes,
      log: fastify().log,
      metrics: new Registry(),
    });
    ({ address } = guarded);
    try {
      const admin = (await readFile(join(settings.data, 'local-admin.token'), 'utf8')).trim();
      const tokenOf = async (name: string, may: object): Promise<string> => {
        const grants = [{ ...may, lanes: [`${service}@*`] }];
        const headers = { authorization: `Bearer ${admin}` };
        return (await post(address, 'tokens', { name: `${name}-${services}`, grants }, headers)).secret;
      };
      const viewer = await tokenOf('vera', { role: 'viewer' });
      const operator = await tokenOf('otto', { role: 'operator' });
      const oncall = await tokenOf('gail', { role: 'viewer', breakGlass: true });
      const page = await open(releasePage(settings, id) ?? '');
      await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
      await expectUsable(page);
      const signIn = async (token: string): Promise<void> => {
        await page.getByLabel('A token of Sluice').fill(token);
        await page.getByRole('button', { name: 'Go on' }).click();
      };
      await signIn('sluice_wrong');
      await page.getByRole('alert').waitFor();
      await signIn(viewer);
      await untilWord(page, 'approval');
      await page.locator('.account', { hasText: 'viewer' }).waitFor();
      const pause = page.getByRole('button', { name: 'Pause' });
      expect([await pause.isDisabled(), await pause.getAttribute('title')]).toEqual([
        true,
        `It takes the role operator in ${service}@production.`,
      ]);
      await page.getByText(`Approve: It takes the role approver in ${service}@production.`).waitFor();
      await page.reload();
      await untilWord(page, 'approval');
      await page.getByRole('link', { name: 'Lanes' }).click();
      await page.getByText(`${service}@production`).waitFor();
      expect(await page.locator('li.lane').count()).toBe(1);
      await page.waitForURL((url) => url.pathname === '/ops/sluice/ui/');
      const becomes = async (token: string): Promise<void> => {
        await page.locator('.account summary').click();
        await page.getByRole('button', { name: 'Forget this credential' }).click();
        await signIn(token);
      };
      await becomes(operator);
      await page.getByRole('link', { name: `${service}@production` }).click();
      await doAct(page, 'Pause');
      await untilWord(page, 'paused');

      await becomes(oncall);
      await page.getByRole('button', { name: 'Abort', exact: true }).click();
      await page.getByText('recorded as an emergency').waitFor();
      expect(await page.getByRole('button', { name: 'Abort now' }).isDisabled()).toBe(true);
      await expectUsable(page);
      await page.keyboard.press('Escape');
      await doAct(page, 'Abort', 'nobody else is up');
      await untilWord(page, 'reverted');
      await page
        .locator('.event', { hasText: 'nobody else is up' })
        .getByText('(dashboard, glass broken)')
        .waitFor();
      await page.context().close();
    } finally {
      await guarded.close();
      await proxy.close();
    }
  });
});
