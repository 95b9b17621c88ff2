/** The activities on a real Traefik and on real processes, as a release would call them one after the other. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActivityContext } from '../../activities/context.ts';
import { createActActivities, createWatchActivities } from '../../activities/index.ts';
import { createProcessEvents } from '../../activities/process-events.ts';
import type { Place, WatchAnswer, WatchRequest, WriteAnswer, WriteRequest } from '../../activities/types.ts';
import { unpack, type WatchDetails } from '../../activities/watch/carried.ts';
import { createStops } from '../../activities/stops.ts';
import { createWorld } from '../../activities/world.ts';
import type { Block } from '../../analysis/types.ts';
import type { MetricConfig } from '../../config/plan.ts';
import { startLoad, type Load } from '../../examples/demo/load/start-load.ts';
import { makeProcessPlatformRig, type ProcessPlatformRig } from '../rigs/process-platform.ts';
import { startTraefik, type TraefikRig } from '../rigs/traefik.ts';
import { until } from '../rigs/until.ts';
import { environment, perform } from '../unit/activities/world.ts';
import { analysisConfig, unlearnt } from '../rigs/analysis-config.ts';
import { UNSCHEDULED } from '../rigs/freeze-book.ts';

const service = fileURLToPath(new URL('../../examples/demo/service/main.ts', import.meta.url));
let traefik: TraefikRig;
let rig: ProcessPlatformRig;
let load: Load | undefined;
let context: ActivityContext;
let place: Place;
let act: ReturnType<typeof createActActivities>;
let look: ReturnType<typeof createWatchActivities>;
let number = 0;

beforeAll(async () => {
  traefik = await startTraefik();
  rig = await makeProcessPlatformRig({ command: `exec '${process.execPath}' '${service}'`, instances: 1 });
  const { lane, config: platform } = rig;
  const router = {
    kind: 'traefik',
    file: join(traefik.watched, 'checkout.yaml'),
    temporaryFolder: traefik.temporaryFolder,
    metrics: traefik.metrics,
    api: traefik.api,
    rule: 'PathPrefix(`/`)',
  } as const;
  place = { lane, platform, router: { ...router, entryPoints: ['web'] } };
  context = {
    world: createWorld(rig.context),
    client: () => expect.unreachable('there is no Temporal in this test'),
    archiveFolder: join(rig.context.dataFolder, 'archive'),
    ...UNSCHEDULED,
    events: createProcessEvents((error) => {
      throw error;
    }),
    stops: createStops(),
    log: rig.context.log,
  };
  act = createActActivities(context);
  look = createWatchActivities(context);
});

afterAll(async () => {
  await load?.stop();
  await rig?.stop();
  await traefik?.stop();
});

const metrics = (): MetricConfig[] => {
  const of = (slot: string) => ({ service: `checkout-production-${slot}@file` });
  const labels = { blue: of('blue'), green: of('green') };
  const common = { margin: 1.25, safeMargin: 3, burstDivisor: 1, required: true, weight: 0.5 };
  const source = { kind: 'scrape', url: traefik.metrics, labels } as const;
  return [
    {
      name: 'errors',
      source: { ...source, series: 'traefik_service_requests_total' },
      bad: { kind: 'labels', labels: { code: '5..' } },
      ...common,
      negligible: 0.001,
      floor: 0.001,
    },
    {
      name: 'latency',
      source: { ...source, series: 'traefik_service_request_duration_seconds' },
      bad: { kind: 'slower', edges: 'all' },
      ...common,
      negligible: 0,
      floor: 0,
    },
  ];
};

let last: WriteRequest['last'] = null;

async function write(split: WriteRequest['split'], more: Partial<WriteRequest> = {}): Promise<WriteAnswer> {
  number += 1;
  const fence = { lane: place.lane, release: 1, act: number };
  const common = { place, fence, split, last, onDrift: 'hold' } as const;
  const request: WriteRequest = { ...common, mustBeReady: [], mustBeFull: [], ...more };
  const answer = await perform(environment(), async () => act.write(request));
  if (answer.kind === 'written') last = { split, digest: answer.digest };
  return answer;
}

function watchRequest(more: Partial<WatchRequest>): WatchRequest {
  const now = Date.now();
  return {
    place,
    release: `${place.lane}.1`,
    metrics: metrics(),
    analysis: analysisConfig(1000),
    candidate: 'green',
    stable: 'blue',
    warm: null,
    versions: {},
    stage: '1',
    weight: 3000,
    mode: 'steady',
    blocksFrom: now,
    trafficSince: now,
    muted: [],
    expected: { split: { blue: 7000, green: 3000 } },
    until: now + 60_000,
    ...unlearnt,
    ...more,
  };
}

function watch(
  request: WatchRequest,
  details?: unknown,
): {
  env: MockActivityEnvironment;
  answer: Promise<WatchAnswer>;
  beats: WatchDetails[];
} {
  const env = environment({ heartbeatDetails: details });
  const beats: WatchDetails[] = [];
  env.on('heartbeat', (each: WatchDetails) => beats.push(each));
  return { env, beats, answer: perform(env, async () => look.watch(request)) };
}

function observe(goal: 'raise' | 'cutover' | 'zero', split: { blue: number; green: number }) {
  const request = {
    place,
    split,
    candidate: 'green',
    effectiveAt: 0,
    splitDivisor: 10,
    goal,
    patience: 15_000,
  } as const;
  return perform(environment(), async () => look.observe(request));
}

const deploy = (slot: 'blue' | 'green', version: string) =>
  perform(environment(), async () =>
    act.deploy({ place, release: `${place.lane}.1`, version, slot, deadline: 20_000 }),
  );

test('an empty lane is surveyed, filled, and gets its first traffic', async () => {
  expect(await perform(environment(), async () => act.survey(place))).toMatchObject({
    split: null,
    foreign: false,
    ready: { blue: { wanted: 0 }, green: { wanted: 0 } },
  });
  expect(await perform(environment(), async () => act.lastNumber(place))).toBe(0);
  expect((await deploy('blue', 'v1')).endpoints).toHaveLength(1);
  expect((await write({ blue: 0, green: 10_000 })).kind).toBe('not-ready');
  expect((await write({ blue: 10_000, green: 0 }, { mustBeFull: ['blue'] })).kind).toBe('written');
  expect(await perform(environment(), async () => act.lastNumber(place))).toBe(1);
  load = await startLoad({ url: traefik.entry, rate: 150, slowerThan: 100 });
  await until('the service to answer through Traefik', () => (load?.seen.sent() ?? 0) > 150);
});

test('a candidate is deployed, smoke tested, given a share that is seen, and proven safe', async () => {
  await deploy('green', 'v2');
  const smoke = await perform(environment(), async () =>
    act.smoke({
      place,
      slot: 'green',
      version: 'v2',
      checks: [
        { kind: 'get', path: '/health', status: 200, contains: 'ready', timeout: 2000 },
        { kind: 'command', command: 'test "$SLUICE_VERSION" = v2', timeout: 5000 },
      ],
      deadline: 20_000,
    }),
  );
  expect(smoke).toMatchObject({ checks: [{ ok: true }, { ok: true }] });
  expect(smoke).not.toHaveProperty('failed');

  const split = { blue: 7000, green: 3000 };
  const written = await write(split, { mustBeReady: ['green'] });
  expect(written.kind).toBe('written');
  expect(await observe('raise', split)).toMatchObject({ kind: 'proven' });

  const bake = { until: 'safe', minRequests: 100, minUntil: 0, maxUntil: Date.now() + 60_000 } as const;
  const { answer, beats } = watch(watchRequest({ bake, blocksFrom: written.effectiveAt + 500 }));
  const { kind, message, state, observed, evidence } = await answer;
  expect({ kind, message }).toMatchObject({ kind: 'pass' });
  expect(observed).toBeGreaterThan(2000);
  expect(state.edges['latency']?.length).toBeGreaterThanOrEqual(1);
  expect(evidence.map(({ proven }) => proven)).toEqual([true, true]);
  expect(JSON.stringify(state).length).toBeLessThan(50_000);
  expect(JSON.stringify(beats.at(-1)).length).toBeLessThan(50_000);
});

test('a Traefik that is killed and comes back moves no evidence meanwhile and is no finding', async () => {
  const { env, answer, beats } = watch(watchRequest({}));
  await until('a block', () => (unpack(beats.at(-1))?.blocks.length ?? 0) > 0);
  await traefik.kill();
  await until('the watch to say so', () =>
    /the router cannot be read/.test(beats.at(-1)?.heartbeat.sentence ?? ''),
  );
  const refused = (block: Block): boolean => block.problems?.some(({ kind }) => kind === 'error') ?? false;
  await until('a block without evidence', () => unpack(beats.at(-1))?.blocks.some(refused));
  await traefik.start();
  const back = beats.length;
  await until('two blocks with both sides', () => {
    const blocks = unpack(beats.length > back ? beats.at(-1) : undefined)?.blocks.slice(-2) ?? [];
    return (
      blocks.length === 2 &&
      blocks.every(
        ({ counts, problems }) => problems === undefined && (counts['errors']?.stable?.total ?? 0) > 50,
      )
    );
  });
  env.cancel();
  const { kind, blocks } = await answer;
  expect(kind).toBe('cancelled');
  for (const block of blocks.filter(refused)) expect(block.counts['errors']).toBeUndefined();
});

test('a watch whose process died goes on from its heartbeats', async () => {
  const request = watchRequest({});
  const first = watch(request);
  await until('two blocks', () => (unpack(first.beats.at(-1))?.blocks.length ?? 0) >= 2);
  const died = first.beats.at(-1);
  first.env.cancel();
  await first.answer;
  const earlier = unpack(died);
  const second = watch(request, died);
  await until(
    'a further block',
    () => (unpack(second.beats.at(-1))?.blocks.length ?? 0) > (earlier?.blocks.length ?? 0),
  );
  second.env.cancel();
  const { blocks, state } = await second.answer;
  expect(blocks.slice(0, earlier?.blocks.length)).toEqual(earlier?.blocks);
  expect(state.verdict.blocks).toBe(blocks.length);
  const ends = blocks.map(({ start, seconds }) => start + seconds * 1000);
  expect(blocks.slice(1).map(({ start }) => start)).toEqual(ends.slice(0, -1));
});

test('somebody edits the file in the middle: told by what changed, held or put right', async () => {
  const { answer } = watch(watchRequest({}));
  const file = place.router.kind === 'traefik' ? place.router.file : '';
  const text = await readFile(file, 'utf8');
  const draft = join(rig.config.directory, 'draft');
  await writeFile(
    draft,
    text.replace('weight: 7000', 'weight: 2000').replace('weight: 3000', 'weight: 8000'),
  );
  await rename(draft, file);
  expect(await answer).toMatchObject({
    kind: 'drift',
    message:
      'somebody else changed the router: the split is blue 20 %, green 80 %, not blue 70 %, green 30 %',
  });
  expect((await write({ blue: 7000, green: 3000 })).kind).toBe('drift');
  const restored = await write({ blue: 7000, green: 3000 }, { onDrift: 'restore' });
  expect(restored).toMatchObject({ kind: 'written', drift: expect.stringContaining('20 %') });
});

test('all traffic moves, the old slot drains, and is gone', async () => {
  const split = { blue: 0, green: 10_000 };
  expect((await write(split, { mustBeFull: ['green'] })).kind).toBe('written');
  expect(await observe('cutover', split)).toMatchObject({ kind: 'proven', observed: expect.any(Number) });
  const drain = {
    kind: 'metric',
    path: '/metrics',
    metric: 'http_requests_in_flight',
    atMost: 0,
    deadline: 10_000,
  } as const;
  expect(await perform(environment(), async () => look.drain({ place, slot: 'blue', drain }))).toMatchObject({
    kind: 'measured',
  });
  await perform(environment(), async () => act.keepAlive(place, 'green'));
  await perform(environment(), async () => act.retire(place, 'blue', 'v1'));
  expect((await perform(environment(), async () => act.survey(place))).ready).toMatchObject({
    blue: { ready: 0, wanted: 0 },
    green: { ready: 1, version: 'v2' },
  });
});

test('a bad candidate fails, and is seen to get nothing any more; no request was dropped but those of the kill', async () => {
  const began = Date.now();
  await deploy('blue', 'v3-bad');
  const written = await write({ blue: 1000, green: 9000 }, { mustBeReady: ['blue'] });
  const request = watchRequest({
    candidate: 'blue',
    stable: 'green',
    stage: '2',
    weight: 1000,
    blocksFrom: written.effectiveAt,
    trafficSince: written.effectiveAt,
    expected: { split: { blue: 1000, green: 9000 } },
  });
  const { answer } = watch(request);
  expect(await answer).toMatchObject({ kind: 'fail', finding: 'harm', overBound: true, raiseAllowed: false });
  const split = { blue: 0, green: 10_000 };
  expect((await write(split, { mustBeReady: ['green'] })).kind).toBe('written');
  const zero = {
    place,
    split,
    candidate: 'blue',
    effectiveAt: 0,
    splitDivisor: 10,
    goal: 'zero',
    patience: 15_000,
  } as const;
  expect(await perform(environment(), async () => look.observe(zero))).toMatchObject({ kind: 'proven' });
  const ended = Date.now();
  await until('every request to be answered', () => (load?.seen.settledBefore() ?? 0) >= ended);
  expect(load?.seen.between(began, ended)).toMatchObject({ dropped: 0 });
});

test.each<['hangs' | 'is killed']>([['hangs'], ['is killed']])(
  'a candidate whose only instance %s fails the release by its instances',
  async (how) => {
    const { instances } = await rig.platform.describe('green', new AbortController().signal);
    const pids = await Promise.all(instances.map(async ({ id }) => rig.pidOf(id)));
    const { answer } = watch(
      watchRequest({
        stable: null,
        weight: 10_000,
        expected: { split: { blue: 0, green: 10_000 } },
      }),
    );
    for (const pid of pids) process.kill(pid, how === 'hangs' ? 'SIGSTOP' : 'SIGKILL');
    try {
      expect(await answer).toMatchObject({ kind: 'fail', finding: 'instances', reason: 'instances' });
    } finally {
      if (how === 'hangs') for (const pid of pids) process.kill(pid, 'SIGCONT');
    }
  },
);
