/** What histories are saved of: each plays one workflow, and gives the id of the one to save. */
import { actScenarios } from './acts.ts';
import { completedScenarios } from './completed.ts';
import { playDelivery, playFullDelivery, playLaneDelivery } from './delivery.ts';
import { frozenScenarios } from './frozen.ts';
import { laneScenarios } from './lanes.ts';
import { playMeasuring } from './measured.ts';
import { putRightScenarios } from './put-right.ts';
import { protectionScenarios } from './protections.ts';
import { registryScenarios } from './registry.ts';
import type { Scenarios } from './scenario.ts';
import { scheduleScenarios } from './schedules.ts';
import { verdictScenarios } from './verdicts.ts';

/** Every scenario by its name: the name of the saved file. */
export const scenarios: Scenarios = {
  ...completedScenarios,
  ...verdictScenarios,
  ...actScenarios,
  ...frozenScenarios,
  ...laneScenarios,
  ...registryScenarios,
  ...scheduleScenarios,
  ...protectionScenarios,
  ...putRightScenarios,
  'delivery-failed-retried-repeated': playDelivery,
  'delivery-page-of-a-lane': playLaneDelivery,
  'delivery-full': playFullDelivery,
  'traffic-measured': playMeasuring,
};
