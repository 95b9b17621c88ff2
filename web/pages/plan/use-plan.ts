import type { LanePlan } from '../../../api/wire/plan.ts';
import { ask } from '../../asking/ask.ts';
import { answerOf, type Refusal } from '../../asking/failure.ts';
import { useAnswer } from '../../asking/use-answer.ts';

/** Asks for a lane's plan, `SERVICE@ENVIRONMENT`, or why there is none to show; undefined until there is an answer. */
export function usePlan(lane: string): { found: LanePlan } | Refusal | undefined {
  const path = `v1/lanes/${encodeURIComponent(lane.replace('@', '.'))}/plan`;
  return useAnswer(
    async (signal) => answerOf(ask<LanePlan>(path, signal)),
    (answer) => 'again' in answer && answer.again,
  ).answer;
}
