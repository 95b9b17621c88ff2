import { useRef } from 'preact/hooks';
import type { Evidence } from '../../../analysis/judge/evidence.ts';
import type { Plan } from '../../../config/plan.ts';
import { ask } from '../../asking/ask.ts';
import { AskFailure } from '../../asking/failure.ts';
import { useLooks } from '../../parts/use-looks.ts';
import { releasePath } from './release-path.ts';

/** Time before what could not be read is read again, in milliseconds. */
const AGAIN = 10_000;

/** What the stream of a release does not tell. */
export interface Beside {
  plan: (plan: Plan) => void;
  /** Why there is no plan, in one sentence. */
  noPlan: (why: string) => void;
  /** How the split went before somebody looked, and while nobody did. */
  past: (evidence: Evidence) => void;
}

/** Reads it until it is there; the past anew with each of the `gaps` in what was seen. Without it the rest is shown. */
export function useBeside(id: string, gaps: number, tell: Beside): void {
  const read = useRef({ plan: false, past: -1 });
  useLooks(
    async (signal) => {
      const looks: Promise<void>[] = [];
      if (!read.current.plan) looks.push(readPlan(signal));
      if (read.current.past < gaps) looks.push(readPast(signal));
      await Promise.all(looks);
    },
    AGAIN,
    String(gaps),
  );

  async function readPlan(signal: AbortSignal): Promise<void> {
    try {
      const plan = await ask<Plan>(releasePath(id, '/plan'), signal);
      read.current.plan = true;
      tell.plan(plan);
    } catch (error) {
      if (signal.aborted) return;
      read.current.plan = error instanceof AskFailure && error.final;
      const why = error instanceof Error ? error.message : String(error);
      tell.noPlan(`The plan could not be read: ${why}${read.current.plan ? '' : '; trying again'}.`);
    }
  }

  async function readPast(signal: AbortSignal): Promise<void> {
    try {
      const { evidence } = await ask<{ evidence: Evidence }>(releasePath(id, '/evidence'), signal);
      read.current.past = gaps;
      tell.past(evidence);
    } catch (error) {
      if (!signal.aborted && error instanceof AskFailure && error.final) read.current.past = gaps;
    }
  }
}
