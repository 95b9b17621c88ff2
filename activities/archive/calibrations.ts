import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Calibration } from '../../analysis/calibration.ts';
import type { StageCalibrations } from '../../analysis/judge/evidence.ts';
import type { WatchedChunk } from './history.ts';

const answerSchema = z.looseObject({
  calibrations: z.record(
    z.string(),
    z.custom<Calibration>((value) => z.looseObject({ method: z.string() }).safeParse(value).success),
  ),
});

/** How metrics were calibrated at each weight, as the watch says; a weight that changed nothing has no entry. Pure. */
export function calibrationsOf(chunks: readonly WatchedChunk[]): StageCalibrations[] {
  const found: StageCalibrations[] = [];
  for (const { request, answer } of chunks) {
    const metrics = answerSchema.safeParse(answer).data?.calibrations;
    if (metrics === undefined || isDeepStrictEqual(metrics, found.at(-1)?.metrics)) continue;
    found.push({ stage: request.stage, at: request.blocksFrom, metrics });
  }
  return found;
}
