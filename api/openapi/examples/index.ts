/** An example for each body and each main answer, by its schema. Times are milliseconds since the epoch. */
import type { z } from 'zod';
import { actExamples } from './acts.ts';
import { callInExamples } from './call-ins.ts';
import { deploymentExamples } from './deployments.ts';
import { freezeExamples } from './freezes.ts';
import { laneExamples } from './lanes.ts';
import { notifierExamples } from './notifiers.ts';
import { recordExamples } from './records.ts';
import { releaseExamples } from './releases.ts';
import { scheduleExamples } from './schedules.ts';
import { tokenExamples } from './tokens.ts';

/** The examples. */
export const examples: ReadonlyMap<z.core.$ZodType, unknown> = new Map([
  ...releaseExamples,
  ...recordExamples,
  ...actExamples,
  ...laneExamples,
  ...freezeExamples,
  ...scheduleExamples,
  ...deploymentExamples,
  ...callInExamples,
  ...notifierExamples,
  ...tokenExamples,
]);
