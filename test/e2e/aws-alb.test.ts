/** A release on a load balancer that is late, throttles, loses a change and answers 500 to one that it made. */
import { expect, test } from 'vitest';
import { createClient } from '../../api/client.ts';
import type { Load } from '../../examples/demo/load/start-load.ts';
import type { Parts } from '../../examples/demo/rig/parts.ts';
import { startRigOn } from '../../examples/demo/rig/rig.ts';
import { stillRunning } from '../../examples/demo/instances.ts';
import { readAllSpawns, readStarted } from '../kill/own-counts.ts';
import { giveAwsCredentials } from '../rigs/aws-credentials.ts';
import { elbArns } from '../rigs/elbv2.ts';
import { openLane, type LaneOn } from '../rigs/lane.ts';
import { balancedBy, forwarding, startLoadBalancer, type LoadBalancerRig } from '../rigs/load-balancer.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { dropsOf } from '../rigs/outside.ts';
import { until } from '../rigs/until.ts';

const [shift, keep] = [1, 4];

let lane: LaneOn<Parts & { balancer: LoadBalancerRig }>;
let load: Load;

madeAnew({ start, stop: async () => lane?.stop() });

async function start(): Promise<void> {
  giveAwsCredentials();
  lane = await openLane(await startRigOn(startParts));
  load = await lane.load(150);
}

async function startParts() {
  const balancer = await startLoadBalancer();
  const { elb, cloudwatch, entry } = balancer;
  const router = balancedBy(elb.endpoint, cloudwatch.endpoint, '2s');
  const errors = { preset: 'aws-alb/errors', safeMargin: 4, burstDivisor: 1 };
  const places: Parts['places'] = [
    [['router'], router],
    [['metrics'], { errors }],
    [['platform', 'process', 'instances'], 1],
    [['analysis', 'block'], '2s'],
    [['steps'], ['deploy', { shift: '10%' }, { bake: { for: '8s' } }, 'cutover', { keep: '10m' }, 'retire']],
  ];
  return {
    balancer,
    entry,
    places,
    example: 'services/sample.yaml',
    named: 'a load balancer',
    stop: async () => balancer.stop(),
  };
}

test(
  'drops nothing, and a late write is put right, also when all of it is undone',
  { timeout: 170_000 },
  async () => {
    const { balancer } = lane.rig.parts;
    const { state } = balancer.elb;
    const from = Date.now();
    Object.assign(state.trouble, { lag: 600, stale: 400, lose: 1 });
    const release = await lane.release('v2');
    const shifted = await release.reaches('shift', ({ steps }) => steps[shift]?.state === 'done');
    expect(shifted.steps[shift]?.note).toMatch(/^\d+ of \d+ requests went to the candidate, asked was 10 %$/);
    Object.assign(state.trouble, {
      failAfterEffect: 1,
      refuse: { times: 6, code: 'Throttling', status: 400 },
    });
    const kept = await release.reaches('keep', ({ steps }) => steps[keep]?.state === 'running', 90_000);
    expect(kept.steps[keep - 1]?.note).toMatch(
      /^none of \d+ requests in [\d.]+ s went to the old slot; blue is drained/,
    );
    expect(changesTo(elbArns.green).slice(0, 3)).toEqual([0, 100, 1]);

    balancer.put(forwarding({ [elbArns.blue]: 900, [elbArns.green]: 100 }));
    await release.reaches('put it right', (_view, events) =>
      events.some(({ kind, message }) => kind === 'drift' && message.includes('green 10 %')),
    );
    await until('all traffic to be at green again', async () => balancer.moves({ blue: 0, green: 10_000 }));

    await createClient(lane.rig.daemon.api, 'bob').abort(release.id, 'that was enough');
    const { outcome, cause, sentence } = await release.ends(90_000);
    expect({ outcome, cause, sentence }).toEqual({
      outcome: 'reverted',
      cause: 'abort',
      sentence: 'aborted by bob; v1 serves all traffic',
    });
    const again = release.events.find(({ message }) => message.startsWith('still so'));
    const zero = release.events.findLast(({ kind }) => kind === 'written');
    const gone = release.events.find(({ message }) => message === 'v2 in green is gone');
    expect(again?.at).toBeGreaterThan(Number(zero?.at));
    expect(gone?.at).toBeGreaterThan(Number(again?.at));

    const end = Date.now();
    expect(await dropsOf(load, from, end)).toEqual({});
    const spawns = (await readAllSpawns(lane.rig.records)).filter(({ version }) => version === 'v2');
    expect(await stillRunning(spawns.map(({ token }) => token))).toEqual([]);
    const starts = (await readStarted(lane.rig.records)).filter(({ version }) => version === 'v2');
    expect(starts.filter(({ window }) => window > Number(zero?.at) + 5000)).toEqual([]);
  },
);

/** Weights that a target group was given by Sluice, one after the other. */
function changesTo(group: string): (number | undefined)[] {
  return lane.rig.parts.balancer.elb.state.changes.map(({ weights }) => weights[group]);
}
