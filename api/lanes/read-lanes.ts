import { askTemporal } from '../ask-temporal.ts';
import type { ApiContext } from '../context.ts';
import { readLaneMemo } from '../releases/lane-memo.ts';
import { runningReleases } from '../releases/list.ts';
import { LANES } from '../releases/visibility.ts';
import { laneParts } from '../releases/workflow-ids.ts';
import type { LaneRow } from '../wire/lane.ts';

/** Every lane that ever had a release, in no order. No worker is needed. */
export async function readLanes(context: ApiContext): Promise<LaneRow[]> {
  const running = new Map((await runningReleases(context)).map((row) => [row.lane, row]));
  const lanes: LaneRow[] = [];
  await askTemporal(context.client, async () => {
    for await (const { workflowId, memo } of context.client.workflow.list({ query: LANES })) {
      const lane = workflowId.replace(/^lane\//, '');
      lanes.push({ lane, ...laneParts(lane), ...readLaneMemo(memo), running: running.get(lane) ?? null });
    }
  });
  return lanes;
}
