/** The metric backend is away for a minute in the middle of a bake. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { readReport } from '../../activities/archive/read.ts';
import type { FollowedRelease } from '../../test/rigs/followed-release.ts';
import { startLane, type Change, type Lane } from '../../test/rigs/lane.ts';
import { startPrometheus } from '../../test/rigs/prometheus.ts';
import { until } from '../../test/rigs/until.ts';
import type { Told } from './scenarios.ts';

const AWAY = 60_000;
const RATE = 150;
const BLOCK = 2000;

const steps: Change[number] = [
  ['steps'],
  ['deploy', { shift: '20%' }, { bake: { until: 'safe', min: '100s', max: '6m' } }, 'cutover', 'retire'],
];
const errorsOnly: Change = [
  [['platform', 'process', 'instances'], 1],
  [['metrics', 'latency'], undefined],
  [['analysis'], { block: `${BLOCK}ms`, warmup: '0s' }],
  steps,
];

/** Traefik's own page, through a door that is shut for a minute. */
export async function outage(): Promise<Told> {
  const lane = await startLane(errorsOnly);
  const door = await openDoor(Number(new URL(lane.rig.traefik.metrics).port));
  try {
    await lane.load(RATE);
    const scrape = {
      url: `http://127.0.0.1:${door.port}/metrics`,
      counter: 'traefik_service_requests_total',
      labels: { service: 'sample-demo-{{slot}}@file' },
      bad: { code: '5..' },
    };
    await lane.define([...errorsOnly, [['metrics', 'errors'], { scrape, safeMargin: 4, burstDivisor: 1 }]]);
    return await play(lane, { stop: async () => door.shut(), start: async () => door.open() });
  } finally {
    door.close();
    await lane.stop();
  }
}

/** A real Prometheus, killed and started again. */
export async function outageWithHistory(): Promise<Told> {
  const lane = await startLane(errorsOnly);
  const prometheus = await startPrometheus([new URL(lane.rig.traefik.metrics).host]);
  try {
    await lane.load(RATE);
    await lane.define([
      ...errorsOnly,
      [['metrics', 'errors', 'prometheus'], { url: prometheus.url, interval: '1s' }],
    ]);
    return await play(lane, { stop: async () => prometheus.kill(), start: async () => prometheus.start() });
  } finally {
    await prometheus.stop();
    await lane.stop();
  }
}

async function play(lane: Lane, backend: { stop(): Promise<void>; start(): Promise<void> }): Promise<Told> {
  const release = await lane.release('v2');
  await release.reaches('some evidence', ({ live }) =>
    (live?.evidence ?? []).some(({ stage }) => stage.candidate.total > 20),
  );
  const stopped = Date.now();
  await backend.stop();
  await sleep(AWAY);
  const during = release.events.filter(({ at }) => at > stopped).map(({ kind }) => kind);
  await backend.start();
  const back = Date.now();
  const { outcome } = await release.ends(10 * 60_000);
  const whole = await completeAfter(lane, release, back + 5 * BLOCK);
  return {
    holds: outcome === 'completed' && during.length === 0 && whole.missing === 0 && whole.blocks > 3,
    what: `${during.length} events while it was away; ${outcome}; of ${whole.blocks} blocks after it ${whole.missing} lack a side${whole.why}`,
  };
}

const reported = z.object({
  evidence: z.object({
    blocks: z.array(
      z.object({
        start: z.number(),
        stage: z.string(),
        problems: z.array(z.object({ message: z.string() })).exactOptional(),
        counts: z.record(
          z.string(),
          z.object({ candidate: z.unknown().optional(), stable: z.unknown().optional() }),
        ),
      }),
    ),
  }),
});

/** Blocks of the bake that begin after this time, how many of them lack one side's counts, and why the first does. */
async function completeAfter(
  { rig }: Lane,
  { id }: FollowedRelease,
  from: number,
): Promise<{ blocks: number; missing: number; why: string }> {
  const report = await until('the report', async () => readReport(join(rig.dataFolder, 'archive'), id));
  const { blocks } = reported.parse(report).evidence;
  const after = blocks.filter(({ start, stage }) => start >= from && stage === blocks[0]?.stage);
  const missing = after.filter(({ counts }) => {
    const errors = counts['errors'];
    return errors?.candidate === undefined || errors.stable === undefined;
  });
  const [problem] = missing.flatMap(({ problems = [] }) => problems);
  return {
    blocks: after.length,
    missing: missing.length,
    why: problem === undefined ? '' : `: ${problem.message}`,
  };
}

/** A loopback port in front of another one, which can be shut. */
async function openDoor(to: number) {
  const sockets = new Set<Socket>();
  let isShut = false;
  const server = createServer((socket) => {
    if (isShut) return void socket.destroy();
    const onwards = connect(to, '127.0.0.1');
    for (const each of [socket, onwards]) {
      sockets.add(each);
      each.on('error', () => each.destroy()).on('close', () => sockets.delete(each));
    }
    socket.pipe(onwards).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = z.object({ port: z.number() }).parse(server.address());
  const end = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: address.port,
    shut: () => {
      isShut = true;
      end();
    },
    open: () => {
      isShut = false;
    },
    close: () => {
      end();
      server.close();
    },
  };
}
