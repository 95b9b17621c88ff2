import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** The service of a lane or a release. */
export const sluiceService = defineSearchAttributeKey('SluiceService', SearchAttributeType.KEYWORD);
/** The environment of a lane or a release. */
export const sluiceEnvironment = defineSearchAttributeKey('SluiceEnvironment', SearchAttributeType.KEYWORD);
/** The version that a release brings. */
export const sluiceVersion = defineSearchAttributeKey('SluiceVersion', SearchAttributeType.KEYWORD);
/** What a release is doing, in one word: see `Phase`. */
export const sluicePhase = defineSearchAttributeKey('SluicePhase', SearchAttributeType.KEYWORD);
/** How a release ended: see `Outcome`. */
export const sluiceOutcome = defineSearchAttributeKey('SluiceOutcome', SearchAttributeType.KEYWORD);
/** The time of a schedule that a workflow was begun for: Temporal's own, on what its schedules begin. */
export const scheduledStartTime = defineSearchAttributeKey(
  'TemporalScheduledStartTime',
  SearchAttributeType.DATETIME,
);
