import { describe, expect, test } from 'vitest';
import { createDeployActivities } from '../../../activities/deploy.ts';
import { createDrainActivities } from '../../../activities/drain.ts';
import { createNotifyActivities } from '../../../activities/notify.ts';
import { createSmokeActivities } from '../../../activities/smoke.ts';
import type { DeployRequest, SmokeRequest } from '../../../activities/types.ts';
import type { Drain, SmokeCheck } from '../../../config/plan.ts';
import { useVirtualTime } from './virtual-time.ts';
import { contextOf, environment, fakeWorld, place, perform } from './world.ts';

describe('deploy', () => {
  useVirtualTime();
  const asked: DeployRequest = { place, release: 'shop.test.2', version: 'v2', slot: 'green', deadline: 600 };

  test('waits for every instance', async () => {
    const world = fakeWorld();
    world.slots.green = ['starting', 'ready'];
    const { deploy } = createDeployActivities(contextOf(world));
    const answer = perform(environment(), deploy, asked);
    setTimeout(() => {
      world.slots.green = ['ready', 'ready'];
    }, 200);
    expect(await answer).toEqual({ endpoints: ['http://green-0', 'http://green-1'] });
  });

  test('names the instances that are not ready at the deadline, and is not repeated', async () => {
    const world = fakeWorld();
    world.slots.green = ['starting', 'ready'];
    const { deploy } = createDeployActivities(contextOf(world));
    await expect(perform(environment(), deploy, asked)).rejects.toMatchObject({
      type: 'not_ready',
      nonRetryable: true,
      message:
        '1 of 2 instances of v2 in green are ready after 0.6 s; green-0 at http://green-0 is starting: log /var/log/it',
    });
  });

  test('waits no longer for an instance that has ended, and says which', async () => {
    const world = fakeWorld();
    world.slots.green = ['dead', 'starting'];
    const { deploy } = createDeployActivities(contextOf(world));
    await expect(perform(environment(), deploy, { ...asked, deadline: 3_600_000 })).rejects.toMatchObject({
      type: 'not_ready',
      nonRetryable: true,
      message: expect.stringMatching(
        /^0 of 2 .* after 0(\.\d)? s; green-0 at http:\/\/green-0 is dead: log \/var\/log\/it$/,
      ),
    });
  });

  test('does not take for the version what was in the slot before', async () => {
    const world = fakeWorld();
    world.versions.green = 'v0';
    world.slots.green = ['ready', 'dead'];
    const { deploy } = createDeployActivities(contextOf(world));
    await expect(perform(environment(), deploy, asked)).rejects.toMatchObject({
      type: 'not_ready',
      message: expect.stringMatching(/^green holds v0 and not v2 after 0.6 s/),
    });
  });

  test('does not give up when the platform cannot say for a moment what is ready', async () => {
    const world = fakeWorld();
    world.platformDown = 'the platform does not answer';
    const { deploy } = createDeployActivities(contextOf(world));
    const answer = perform(environment(), deploy, asked);
    setTimeout(() => {
      world.platformDown = undefined;
    }, 200);
    expect(await answer).toEqual({ endpoints: ['http://green-0'] });
  });

  test('finds a version ready although its deadline passed while nobody was there', async () => {
    const { deploy } = createDeployActivities(contextOf(fakeWorld()));
    const late = environment({ scheduledTimestampMs: Date.now() - 3_600_000 });
    expect(await perform(late, deploy, asked)).toEqual({ endpoints: ['http://green-0'] });
  });
});

describe('smoke', () => {
  const asked = (check: SmokeCheck, deadline = 0): SmokeRequest => ({
    place,
    slot: 'green',
    version: 'v2',
    checks: [check],
    deadline,
  });
  const command = (line: string, timeout = 30_000): SmokeCheck => ({
    kind: 'command',
    command: line,
    timeout,
  });

  test('a command knows endpoint and version, and not the secrets of its parent', async () => {
    process.env['SLUICE_TEST_SECRET'] = 'hidden';
    const { smoke } = createSmokeActivities(contextOf(fakeWorld()));
    const line = 'test -z "$SLUICE_TEST_SECRET" && echo "$SLUICE_ENDPOINT runs $SLUICE_VERSION"';
    expect(await perform(environment(), smoke, asked(command(line)))).toEqual({
      checks: [{ what: line, ok: true, detail: 'ended with status 0: http://green-0 runs v2' }],
    });
    delete process.env['SLUICE_TEST_SECRET'];
  });

  test('a command that fails is told with the end of its output', async () => {
    const { smoke } = createSmokeActivities(contextOf(fakeWorld()));
    const line = 'head -c 100000 /dev/zero | tr "\\0" x; echo; echo broken >&2; exit 3';
    const { failed = '', checks } = await perform(environment(), smoke, asked(command(line)));
    expect(failed).toContain('http://green-0: ended with status 3');
    expect(failed).toMatch(/broken$/);
    expect(failed.length).toBeLessThan(3000);
    expect(checks).toMatchObject([{ ok: false }]);
  });

  test('a command is ended with what it started', async () => {
    const { smoke } = createSmokeActivities(contextOf(fakeWorld()));
    const began = Date.now();
    const { failed } = await perform(environment(), smoke, asked(command('sleep 60 & sleep 60', 300)));
    expect(failed).toContain('was ended after 0.3 s');
    expect(Date.now() - began).toBeLessThan(55_000);
  });

  test('a request that nobody answers fails with the address', async () => {
    const { smoke } = createSmokeActivities(contextOf(fakeWorld()));
    const get: SmokeCheck = { kind: 'get', path: '/health', status: 200, timeout: 500 };
    const { failed } = await perform(environment(), smoke, asked(get));
    expect(failed).toMatch(/^GET \/health at http:\/\/green-0: GET http:\/\/green-0\/health failed/);
  });

  test('without a ready instance nothing is checked', async () => {
    const world = fakeWorld();
    world.slots.green = ['starting'];
    const { smoke } = createSmokeActivities(contextOf(world));
    const answer = await perform(environment(), smoke, asked(command('true')));
    expect(answer).toEqual({ failed: 'no instance is ready in green', checks: [] });
  });
});

describe('drain', () => {
  const drained = async (drain: Drain, world = fakeWorld()) => {
    const { drain: act } = createDrainActivities(contextOf(world));
    return perform(environment(), act, { place, slot: 'blue', drain });
  };

  test('a wait is told as timed, never as measured', async () => {
    expect(await drained({ kind: 'wait', wait: 300 })).toEqual({
      kind: 'timed',
      message: 'waited 0.3 s for blue to drain; it was not measured',
    });
  });

  test('a slot whose instances are gone has nothing in flight', async () => {
    const world = fakeWorld();
    world.slots.blue = ['dead'];
    const answer = await drained(
      { kind: 'metric', path: '/metrics', metric: 'busy', atMost: 0, deadline: 5000 },
      world,
    );
    expect(answer.kind).toBe('measured');
  });

  test('instances that cannot be asked are not taken for drained', async () => {
    const answer = await drained({
      kind: 'metric',
      path: '/metrics',
      metric: 'busy',
      atMost: 0,
      deadline: 300,
    });
    expect(answer.kind).toBe('deadline');
    expect(answer.message).toContain('http://blue-0/metrics');
  });
});

test('an event that cannot be told does not keep others from being told', async () => {
  const world = fakeWorld();
  const { notify } = createNotifyActivities(contextOf(world));
  const notification = {
    lane: 'shop.test',
    release: 'shop.test.2',
    number: 1,
    at: 0,
    kind: 'started',
    message: 'begins',
    page: false,
  };
  const lost = { ...notification, message: 'lost' };
  await perform(environment(), notify, {
    notifiers: [{ kind: 'log' }, { kind: 'log' }],
    notifications: [lost, notification],
  });
  expect(world.told).toEqual([notification, notification]);
});
