import { fileURLToPath } from 'node:url';
import type { LaneSchedule } from '../schedule.ts';
import { size } from './lane.ts';

const sample = fileURLToPath(new URL('../../../examples/demo/service/main.ts', import.meta.url));

/** How an instance of the sample service is started. */
export const instanceCommand = [process.execPath, sample] as const;

/** Weights that a release gives its candidate on its way to all traffic, in basis points. */
export const weights = [2000, 5000] as const;

/**
 * What is the same in every lane. Only errors are judged, since latency on a machine whose processes are stopped says
 * nothing about a version; and bakes are short, so that many releases come to their end.
 */
export function commonDefinition({ onBusy, asks, until }: LaneSchedule): Record<string, unknown> {
  const bake = until === 'safe' ? { until: 'safe', min: '2s', max: '20s' } : { for: '4s' };
  return {
    onBusy,
    analysis: { block: '1s', warmup: '0s' },
    drain: { wait: '300ms' },
    hold: { deadline: '20s' },
    steps: [
      'deploy',
      { smoke: { get: '/health', expect: 200 } },
      { shift: `${weights[0] / 100}%` },
      { bake },
      ...(asks ? [{ approve: { count: 1, deadline: '1m' } }] : []),
      { shift: `${weights[1] / 100}%` },
      { bake },
      'cutover',
      { keep: '4s' },
      'retire',
    ],
  };
}

/** Instances as processes that the daemon starts. */
export function processPlatform(records: string): Record<string, unknown> {
  const command = `exec ${instanceCommand.map((word) => `'${word}'`).join(' ')}`;
  const environment = { SAMPLE_RECORDS: records };
  return {
    process: { command, instances: size, port: 'env PORT', ready: '/health', grace: '2s', environment },
  };
}
