import type { Plan } from '../../../config/plan.ts';

/** The plan that the release was started with, as it is: it never changes while it runs. */
export function PlanText({ plan }: { plan: Plan }) {
  return (
    <details class="plan">
      <summary>The plan</summary>
      <pre tabIndex={0}>{JSON.stringify(plan, null, 2)}</pre>
    </details>
  );
}
