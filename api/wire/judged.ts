/** A release with all that its verdict rests on: enough to judge it again. Reports have the same parts. */
import { z } from 'zod';
import { outcome, phase } from './release.ts';

const counted = z.looseObject({ start: z.number(), seconds: z.number(), stage: z.string() });

/** The release and its evidence; the manual says what is in it. */
export const judgedRelease = z.object({
  id: z.string(),
  status: z.looseObject({
    phase,
    outcome: outcome.exactOptional(),
    cause: z.string().exactOptional(),
    sentence: z.string(),
  }),
  evidence: z.looseObject({ blocks: z.array(counted) }),
});

/** A release and its evidence, on the wire. */
export type JudgedRelease = z.output<typeof judgedRelease>;
