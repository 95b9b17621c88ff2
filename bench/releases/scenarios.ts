import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FollowedRelease } from '../../test/rigs/followed-release.ts';
import { startLane, type Change, type Lane } from '../../test/rigs/lane.ts';
import { verdictAt } from '../../test/rigs/verdict-at.ts';
import { outage, outageWithHistory } from './outages.ts';

/** How a situation ended. */
export interface Told {
  holds: boolean;
  what: string;
}

/** One situation. */
interface Scenario {
  name: string;
  play: () => Promise<Told>;
}

/** Longer than any release here is let take, in milliseconds. */
const PATIENCE = 15 * 60_000;
/** Good releases with errors in bursts. */
const BURSTY = 20;

const single: Change = [[['platform', 'process', 'instances'], 1]];
const sample = (name: string, value: string): Change[number] => [
  ['platform', 'process', 'environment', name],
  value,
];

/** A release with one weight and one bake. */
const baked = (shift: string, bake: object): Change => [
  ...single,
  [['steps'], ['deploy', { shift }, { bake }, 'cutover', 'retire']],
];

/** A release with a ramp, at 1 % errors and no slow answers but by chance. */
const ramped = (errors: string, block: string, metric: object): Change => [
  ...single,
  sample('SAMPLE_ERRORS', errors),
  sample('SAMPLE_SLOW', '0'),
  [['metrics', 'latency'], undefined],
  [['metrics', 'errors'], { preset: 'traefik/errors', burstDivisor: 1, ...metric }],
  [['analysis'], { block, warmup: '0s' }],
  [['steps'], ['deploy', { ramp: { max: '1h' } }, 'cutover', 'retire']],
];

/** Plays on a lane of its own under a load of so many requests a second. */
async function onLane(change: Change, rate: number, play: (lane: Lane) => Promise<Told>): Promise<Told> {
  const lane = await startLane(change);
  try {
    if (rate > 0) await lane.load(rate);
    return await play(lane);
  } finally {
    await lane.stop();
  }
}

async function found(version: string, blame: string): Promise<Told> {
  return onLane(baked('5%', { until: 'elapsed', max: '3m' }), 200, async (lane) => {
    const release = await lane.release(version);
    const { outcome, cause } = await release.ends(PATIENCE);
    const verdict = verdictAt(release);
    const holds = outcome === 'reverted' && cause === 'verdict' && verdict?.['blame'] === blame;
    return {
      holds,
      what: `${outcome} ${verdict?.seconds.toFixed(1)} s after the shift; ${verdict?.message}`,
    };
  });
}

async function incident(): Promise<Told> {
  return onLane(baked('20%', { until: 'elapsed', max: '30s' }), 200, async (lane) => {
    const release = await lane.release('v2');
    await release.reaches('bake', ({ steps }) => steps[2]?.state === 'running');
    const file = join(lane.rig.records, 'incident');
    await writeFile(file, '0.4');
    await release.reaches('show it', ({ live }) =>
      (live?.evidence ?? []).some(({ overall }) => (overall.candidate.bad[0] ?? 0) > 100),
    );
    await rm(file);
    const { outcome } = await release.ends(PATIENCE);
    return {
      holds: outcome === 'completed',
      what: `${outcome} after an incident of 40 % errors on both sides`,
    };
  });
}

async function silence(): Promise<Told> {
  return onLane(baked('1%', { until: 'safe', max: '10s', onInconclusive: 'revert' }), 0, async (lane) => {
    const { outcome, sentence } = await (await lane.release('v2')).ends(PATIENCE);
    return { holds: outcome === 'reverted' && sentence.includes('no data'), what: sentence };
  });
}

async function bursts(): Promise<Told> {
  const change: Change = [
    ...baked('20%', { until: 'elapsed', max: '15s' }),
    sample('SAMPLE_BURST', '8'),
    sample('SAMPLE_SLOW', '0'),
    [['metrics', 'latency'], undefined],
    [['metrics', 'errors'], { preset: 'traefik/errors' }],
  ];
  return onLane(change, 200, async (lane) => {
    let completed = 0;
    const others: string[] = [];
    for (let number = 2; number < BURSTY + 2; number += 1) {
      const { outcome, sentence } = await (await lane.release(`v${number}`)).ends(PATIENCE);
      if (outcome === 'completed') completed += 1;
      else others.push(sentence);
    }
    return {
      holds: completed === BURSTY,
      what: [`${completed} of ${BURSTY} completed`, ...others].join('; '),
    };
  });
}

async function ramp(change: Change, within: number): Promise<Told> {
  return onLane(change, 200, async (lane) => {
    const release = await lane.release('v2');
    const { outcome, steps } = await release.ends(PATIENCE);
    const step = steps[1];
    const seconds = ((step?.finishedAt ?? Infinity) - (step?.startedAt ?? 0)) / 1000;
    const raises = weightsOf(release).join(', ');
    return {
      holds: outcome === 'completed' && seconds < within,
      what: `${outcome}, ramp of ${seconds.toFixed(0)} s: ${raises}`,
    };
  });
}

function weightsOf({ events }: FollowedRelease): string[] {
  return events.flatMap(({ kind, message }) => (kind === 'observed' ? [message.split(';')[0] ?? ''] : []));
}

/** All of them, in the order in which they are played. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'five times the errors at 5 %', play: async () => found('v2-x5', 'errors') },
  { name: '300 ms on a fifth of the requests at 5 %', play: async () => found('v2-late', 'latency') },
  { name: 'an incident on both sides', play: incident },
  { name: 'no traffic at the candidate', play: silence },
  { name: 'metrics down for 60 s, no history', play: outage },
  { name: 'metrics down for 60 s, with history', play: outageWithHistory },
  { name: 'ramp of a good release, blocks of 1 s', play: async () => ramp(ramped('0.01', '1s', {}), 60) },
  { name: 'ramp of a good release, blocks of 10 s', play: async () => ramp(ramped('0.01', '10s', {}), 360) },
  { name: 'ramp of a service without errors', play: async () => ramp(ramped('0', '1s', {}), 900) },
  { name: 'errors in bursts of 8 on good releases', play: bursts },
];
