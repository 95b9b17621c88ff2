import type { Evidence } from '../../analysis/judge/evidence.ts';
import type { ReleaseEvent, ReleaseInput, ReleaseStatus } from '../../workflows/messages.ts';

/**
 * The immutable report of a finished release. Folding `evidence.blocks` with its metrics and settings through the
 * verdict gives the evidence that the release was judged by.
 */
export interface Report {
  schemaVersion: 1;
  id: string;
  /** What was asked, with the whole plan. */
  input: ReleaseInput;
  /** How it ended. */
  status: ReleaseStatus;
  events: ReleaseEvent[];
  evidence: Evidence;
}

/** What lists show of a finished release. */
export interface ReportEntry {
  id: string;
  lane: string;
  number: number;
  kind: string;
  version: string;
  outcome: string;
  cause?: string;
  sentence: string;
  actor: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  finishedAt: number;
}

/** The entry of a report. */
export function entryOf({ id, input, status }: Report): ReportEntry {
  const { lane, number, kind, version, actor } = input;
  return {
    id,
    lane,
    number,
    kind,
    version,
    outcome: status.outcome ?? 'unknown',
    ...(status.cause === undefined ? {} : { cause: status.cause }),
    sentence: status.sentence,
    actor,
    startedAt: status.startedAt,
    finishedAt: status.finishedAt ?? status.startedAt,
  };
}
