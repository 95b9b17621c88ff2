import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { ReleaseInput } from '../../workflows/messages.ts';
import { describeStep } from '../../workflows/labels.ts';
import { sluiceOutcome } from '../../workflows/search-attributes.ts';
import { outcome, type ReleaseView } from '../wire/release.ts';
import { readMemo } from './memo.ts';

/** What a release looks like when no worker answers: its input, and what its memo said last. */
export function staleView(
  input: ReleaseInput,
  description: Pick<
    WorkflowExecutionDescription,
    'memo' | 'startTime' | 'closeTime' | 'typedSearchAttributes'
  >,
): ReleaseView {
  const memo = readMemo(description.memo);
  const ended = outcome.safeParse(description.typedSearchAttributes.get(sluiceOutcome)).data;
  const at = memo?.step ?? 0;
  const { plan, schemaVersion: _, ...said } = input;
  return {
    ...said,
    phase: memo?.phase ?? 'starting',
    ...(ended === undefined ? {} : { outcome: ended }),
    ...(memo?.cause === undefined ? {} : { cause: memo.cause }),
    sentence: memo?.sentence ?? 'no worker has taken it up yet',
    startedAt: description.startTime.getTime(),
    ...(description.closeTime === undefined ? {} : { finishedAt: description.closeTime.getTime() }),
    ...(memo?.proven === true ? { knownGood: true } : {}),
    step: at,
    token: memo?.token ?? '0.0',
    steps: plan.steps.map((step, index) => ({
      kind: step.kind,
      label: describeStep(step),
      state: index < at ? 'done' : index === at ? 'running' : 'waiting',
    })),
    traffic: { asked: memo?.weight ?? 0, proven: false, at: description.startTime.getTime() },
    approvals: [],
    evidence: [],
    events: 0,
    stale: true,
  };
}
