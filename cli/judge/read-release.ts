import { z } from 'zod';
import type { Evidence } from '../../analysis/judge/evidence.ts';
import { isEvidence } from '../../analysis/judge/is-evidence.ts';
import { judgedRelease } from '../../api/wire/judged.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';

/** A release that is judged again, with what it decided itself. */
export interface RecordedRelease {
  id: string;
  status: z.output<typeof judgedRelease>['status'];
  evidence: Evidence;
}

const evidenceSchema = z.custom<Evidence>(isEvidence);

/** Whether a file is the report of a release, rather than a recording. */
export function isReport(input: unknown): boolean {
  return z.looseObject({ id: z.string(), evidence: z.unknown() }).safeParse(input).success;
}

/** A release out of its report or the API's answer. Throws a `CommandFailure` where it is neither. */
export function readRelease(from: string, input: unknown): RecordedRelease {
  const release = judgedRelease.safeParse(input);
  const evidence = evidenceSchema.safeParse(release.data?.evidence);
  if (release.data === undefined || evidence.data === undefined) {
    throw new CommandFailure(
      exitCodes.usage,
      `${from} does not hold the evidence of a release as this version of Sluice writes it`,
    );
  }
  const { id, status } = release.data;
  return { id, status, evidence: evidence.data };
}
