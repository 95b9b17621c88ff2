import { z } from 'zod';
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
  /** When the revision was committed, where whoever submitted it said so, and when it was submitted. */
  committedAt?: number;
  submittedAt?: number;
  /** When all traffic went to the candidate; absent where it never did. */
  servedAt?: number;
  /** When none of it did any more, after that. */
  backAt?: number;
}

/** The entry of a report. */
export function entryOf({ id, input, status, events }: Report): ReportEntry {
  const { lane, number, kind, version, actor, committedAt, submittedAt } = input;
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
    ...(committedAt === undefined ? {} : { committedAt }),
    ...(submittedAt === undefined ? {} : { submittedAt }),
    ...servedOf(events),
  };
}

const written = z.object({ weight: z.number(), effectiveAt: z.number() });

/** From when and until when the candidate had all traffic, as the writes took effect. */
function servedOf(events: readonly ReleaseEvent[]): Pick<ReportEntry, 'servedAt' | 'backAt'> {
  const writes = events.flatMap(({ kind, data }) =>
    kind === 'written' ? (written.safeParse(data).data ?? []) : [],
  );
  const first = writes.findIndex(({ weight }) => weight === 10_000);
  const serving = writes[first];
  if (serving === undefined) return {};
  const back = writes.slice(first).findLast(({ weight }) => weight === 0);
  return { servedAt: serving.effectiveAt, ...(back === undefined ? {} : { backAt: back.effectiveAt }) };
}
