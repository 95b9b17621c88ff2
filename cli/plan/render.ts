/** A plan for people: what is around the release in a line each, then each step with all that is said of it. */
import type { Plan } from '../../config/plan.ts';
import { line, wrap } from '../line.ts';
import type { Paint } from '../paint.ts';
import { explainStep } from './explain-step.ts';
import { factsOf, metricFact, type Fact } from './facts.ts';

/** Where a plan was written, and by which short form. */
export interface Written {
  /** Absolute. */
  file: string;
  strategy?: string | undefined;
}

/** The whole plan as lines; long facts go over several. */
export function renderPlan(plan: Plan, { file, strategy }: Written, width: number, paint: Paint): string[] {
  const steps = plan.steps.flatMap((step, index) => {
    const { title, facts } = explainStep(step, index, plan);
    return [
      '',
      line(width, paint, { style: 'dim', text: `${index}`.padStart(2) }, ' ', { style: 'bold', text: title }),
      ...renderFacts(facts, 3, width, paint),
    ];
  });
  const short = strategy === undefined ? '' : `, strategy ${strategy}`;
  return [
    line(
      width,
      paint,
      { style: 'bold', text: `${plan.service}@${plan.environment}` },
      { style: 'dim', text: `  ${file}${short}` },
    ),
    ...renderFacts([...factsOf(plan), ...plan.metrics.map(metricFact)], 0, width, paint),
    ...steps,
    '',
    ...wrap(FIRST, width),
  ];
}

const FIRST =
  'In the first release of a lane, where nothing serves yet, only deploy, smoke and cutover are done.';

/** Facts with their names in one column; a text goes over as many lines as it needs. */
function renderFacts(facts: readonly Fact[], indent: number, width: number, paint: Paint): string[] {
  const names = Math.max(...facts.map(({ name }) => name.length)) + 2;
  const column = indent + names;
  return facts.flatMap(({ name, text }) =>
    wrap(text, Math.max(20, width - column)).map((part, index) => {
      if (index > 0) return line(width, paint, ' '.repeat(column), part);
      return line(width, paint, ' '.repeat(indent), { style: 'dim', text: name.padEnd(names) }, part);
    }),
  );
}
