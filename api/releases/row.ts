import type { WorkflowExecutionInfo } from '@temporalio/client';
import { sluiceOutcome, sluiceVersion } from '../../workflows/search-attributes.ts';
import { outcome, type ReleaseRow } from '../wire/release.ts';
import { isLost } from './lost.ts';
import { readMemo } from './memo.ts';
import { laneOf } from './workflow-ids.ts';

/** A row of the list from what Temporal's visibility says: no worker and no query a row. */
export function toRow(info: WorkflowExecutionInfo): ReleaseRow {
  const id = info.workflowId.replace(/^release\//, '');
  const memo = readMemo(info.memo);
  const ended = endOf(info);
  return {
    id,
    lane: laneOf(id),
    version: memo?.version ?? info.typedSearchAttributes.get(sluiceVersion) ?? '',
    phase: ended === undefined ? (memo?.phase ?? 'starting') : 'finished',
    ...(ended === undefined ? {} : { outcome: ended }),
    sentence: memo?.sentence ?? 'no worker has taken it up yet',
    ...(memo === undefined
      ? {}
      : {
          kind: memo.kind,
          actor: memo.actor,
          step: memo.step,
          steps: memo.steps,
          label: memo.label,
          weight: memo.weight,
          ...(memo.hold === undefined ? {} : { hold: memo.hold }),
        }),
    startedAt: info.startTime.getTime(),
    ...(info.closeTime === undefined ? {} : { finishedAt: info.closeTime.getTime() }),
  };
}

function endOf(info: WorkflowExecutionInfo): ReleaseRow['outcome'] {
  if (isLost(info.status.name)) return 'lost';
  return outcome.safeParse(info.typedSearchAttributes.get(sluiceOutcome)).data;
}
