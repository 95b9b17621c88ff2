import type { ReleaseView } from '../../api/wire/release.ts';
import { repeated } from '../../examples/demo/instances.ts';
import { readMetricsPage } from '../../providers/metrics-page.ts';
import { until } from '../rigs/until.ts';
import { plannedWeights } from './definitions.ts';
import { readAllSpawns, readStarted } from './own-counts.ts';
import { isOldGone, type Scene } from './scene.ts';
import { stretchesOf } from './stretches.ts';
import { faultsOfWrites } from './written-faults.ts';

/** What is known of the release's course. Times are milliseconds since the epoch. */
interface Course {
  began: number;
  end: number;
  /** The workflow's run at the beginning. */
  run: string;
  view: ReleaseView;
}

/** Instances of a version, as the rig's service file has it. */
const instances = 2;

/** A sentence for everything that is not as it must be; none of it is taken from the release's own state but its end. */
export async function judgeOutside(scene: Scene, { began, end, run, view }: Course): Promise<string[]> {
  const { stage, id, candidate, number } = scene;
  const faults: string[] = [];
  if (view.outcome !== 'completed') faults.push(`it is ${view.outcome ?? view.phase}: ${view.sentence}`);
  const runNow = await stage.view.runOf(id);
  if (runNow !== run) faults.push(`it ended in the run ${runNow} and began in ${run}`);
  if (view.outcome === 'completed') faults.push(...(await faultsOfEnd(scene)));

  await until('the load to have its answers', () => stage.load.seen.settledBefore() > end + 1000, 30_000);
  const { dropped, reasons } = stage.load.seen.between(began, end + 1000);
  if (dropped > 0) faults.push(`${dropped} requests were dropped: ${JSON.stringify(reasons)}`);

  const spawns = await readAllSpawns(stage.rig.records);
  const tokens = spawns.filter(({ version }) => version === candidate.version).map(({ token }) => token);
  for (const token of repeated(tokens)) faults.push(`the instance ${token} began to run twice`);
  if (tokens.length !== instances) faults.push(`${tokens.length} instances were started, not ${instances}`);

  const writes = stage.file.seen.filter(({ stamp, at }) => stamp?.release === number || at >= began);
  faults.push(...faultsOfWrites(writes, { number, slot: candidate.slot, planned: plannedWeights }));
  const before = { at: began, stamp: null, split: { blue: 0, green: 0 } };
  const starts = await readStarted(stage.rig.records);
  for (const stretch of stretchesOf([before, ...writes], starts, candidate, end)) {
    if (stretch.candidate <= stretch.allowed) continue;
    faults.push(
      `at ${stretch.weight / 100} % the candidate got ${stretch.candidate} of ${stretch.total} requests, ` +
        `at most ${stretch.allowed} were allowed`,
    );
  }
  return faults;
}

/** After the end Traefik sends everything to the candidate, and the old version is gone. */
async function faultsOfEnd(scene: Scene): Promise<string[]> {
  const { candidate, old } = scene;
  const faults: string[] = [];
  const first = await requestsBySlot(scene);
  const seen = await until(
    'Traefik to count requests after the end',
    async () => {
      const now = await requestsBySlot(scene);
      const own = now[candidate.slot] - first[candidate.slot];
      return own >= 100 && { own, other: now[old.slot] - first[old.slot] };
    },
    30_000,
  );
  if (seen.other > 0) faults.push(`after the end ${seen.other} requests ended at the old slot`);
  if (!(await isOldGone(scene))) faults.push(`instances of ${old.version} still run`);
  return faults;
}

async function requestsBySlot({ stage }: Scene): Promise<Record<'blue' | 'green', number>> {
  const { samples } = await readMetricsPage(stage.rig.traefik.metrics, AbortSignal.timeout(5000));
  const of = (slot: string): number =>
    samples
      .filter(
        ({ name, labels }) =>
          name === 'traefik_service_requests_total' &&
          labels['service'] === `${stage.lane.replace('.', '-')}-${slot}@file`,
      )
      .reduce((sum, { value }) => sum + value, 0);
  return { blue: of('blue'), green: of('green') };
}
