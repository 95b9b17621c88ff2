import { createClient } from '../../../api/client.ts';
import type { LaneView } from '../../../api/wire/lane.ts';
import { traefikNames } from '../../../providers/routers/traefik/names.ts';
import { readStarted } from '../../kill/own-counts.ts';
import { serviceOf } from '../../rigs/elbv2/data-plane.ts';
import { until } from '../../rigs/until.ts';
import { size, type LaneRig } from '../lanes/lane.ts';
import type { ActAsked, Fault, LaneRun, Routed, Run, Submit, Users, WorkflowRun } from '../record.ts';
import { watchHolding } from './holding.ts';
import { watchLiving } from './living.ts';
import { readReports } from './read-reports.ts';
import { watchRouting } from './routing.ts';
import { tick } from './tick.ts';
import { listWorkflowRuns } from './workflow-runs.ts';

/** Where everything is that can be seen from outside. */
export interface Outside {
  lanes: readonly LaneRig[];
  /** Base URL of an API, past every proxy. */
  api: string;
  /** Host and port of Temporal. */
  temporal: string;
  /** Folder of the archive. */
  archive: string;
}

/** What the harness did to one lane and saw of its load. */
export interface Done {
  submits: Submit[];
  acts: ActAsked[];
  users: Users[];
}

/** Looks from outside for as long as a run lasts. */
export interface Recorder {
  /**
   * Waits until nothing is under way in any lane, for at most 90 s, and then until users have sent some requests to
   * every lane and its instances are all there, for at most half a minute: what a process does that wakes up late is to
   * be seen, and what was killed is started again.
   */
  settled(): Promise<void>;
  /** Looks a last time, when all has ended and nothing is amiss any more, and answers with everything. */
  finish(run: { seed: number; faults: Fault[]; done: (lane: LaneRig) => Done }): Promise<Run>;
  /** Ends it without a result; harmless after `finish`. */
  stop(): Promise<void>;
}

/** A router that is told to goes by what it holds after this time, in milliseconds, on a machine that is busy. */
const settle = { file: 2000, elb: 3000 };
/** Looks at the queue of a lane this often, in milliseconds: it remembers its last 20 releases. */
const queueEvery = 2000;
/** What a lane is looked at for after the end: so many requests, and for so long at most, in milliseconds. */
const afterwards = { requests: 100, patience: 30_000 };

/** From the end of the last release of a lane until its report is there, in milliseconds. */
const ending = 90_000;

/** Begins to look at lanes that nothing is released in yet, or whose first release is over. */
export function startRecorder(outside: Outside): Recorder {
  const from = Date.now();
  const looks = outside.lanes.map((rig) => lookAt(rig, outside));
  return {
    async settled() {
      await Promise.all(looks.map(async (look) => look.settled().catch(() => undefined)));
    },
    async finish({ seed, faults, done }) {
      const workflows = await listWorkflowRuns(outside.temporal);
      const lanes = await Promise.all(
        looks.map(async ({ rig, finish }) => ({ ...(await finish(workflows)), ...done(rig) })),
      );
      return { seed, from, to: Date.now(), faults, lanes };
    },
    async stop() {
      await Promise.all(looks.map(async ({ stop }) => stop()));
    },
  };
}

/** Everything of one lane but what the harness did. */
function lookAt(rig: LaneRig, { api, archive }: Outside) {
  const { lane, holds, records, traefik } = rig;
  const client = createClient(api, 'recorder');
  const living = watchLiving(records);
  const holding = watchHolding(lane, holds);
  const routing = watchRouting(traefik.metrics, servicesOf(rig));
  const replaced = new Set<string>();
  const queue = tick(queueEvery, async () => neverBegins(await client.lane(lane), replaced));

  const settled = async (): Promise<void> => {
    // A release is seen to have ended before its report is written; what dies meanwhile is tried again.
    await until(
      `${lane} to have nothing under way`,
      async () => (await client.lane(lane)).running === null,
      ending,
    );
    const from = total(routing.latest());
    await until(
      `${lane} to be as it stays`,
      () => living.alive() >= size && total(routing.latest()) >= from + afterwards.requests,
      afterwards.patience,
    );
  };
  const stop = async () => {
    const [instances, routed] = await Promise.all([living.stop(), routing.stop(), queue.stop()]);
    holding.close();
    return { instances, routed };
  };
  const finish = async (workflows: readonly WorkflowRun[]): Promise<Omit<LaneRun, keyof Done>> => {
    const own = workflows.filter(({ release }) => release.startsWith(`${lane}.`));
    const ids = [...new Set(own.map(({ release }) => release))];
    const [view, releases] = await Promise.all([
      until(`the API to show ${lane}`, () => client.lane(lane)),
      Promise.all(ids.map(async (id) => until(`the API to show ${id}`, () => client.release(id)))),
    ]);
    const held = holding.held();
    const { instances, routed } = await stop();
    return {
      lane,
      settle: 'file' in holds ? settle.file : settle.elb,
      size,
      view,
      replaced: [...replaced],
      releases,
      reports: await readReports(archive, lane),
      workflows: own,
      instances,
      starts: await readStarted(records),
      held,
      routed,
    };
  };
  return { rig, settled, finish, stop };
}

function total(seen: Routed | undefined): number {
  return (seen?.requests.blue ?? 0) + (seen?.requests.green ?? 0);
}

/** Of what never began, the lane says so among its past releases. */
function neverBegins({ past }: LaneView, replaced: Set<string>): void {
  for (const { id, outcome, reason } of past)
    if (outcome === 'refused' && /^replaced in the queue by |is live already$/.test(reason)) replaced.add(id);
}

function servicesOf({ lane, holds }: LaneRig): Record<'blue' | 'green', string> {
  if ('elb' in holds)
    return { blue: serviceOf({ name: 'checkout-blue' }), green: serviceOf({ name: 'checkout-green' }) };
  const { slots } = traefikNames(lane);
  return { blue: `${slots.blue}@file`, green: `${slots.green}@file` };
}
