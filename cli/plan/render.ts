/** A plan for people: what is around the release in a line each, then each step with all that is said of it. */
import type { Plan } from '../../config/plan.ts';
import { line, wrap } from '../line.ts';
import type { Paint } from '../paint.ts';
import { explainStep } from './explain-step.ts';
import { factsOf, metricFact, type Fact } from './facts.ts';
import { renderFacts } from './render-facts.ts';
import { ruleFact } from './rule-fact.ts';

/** Where a plan was written, by which short form, and the version that it is looked at for. */
export interface Written {
  /** Absolute. */
  file: string;
  strategy?: string | undefined;
  version?: string | undefined;
}

/** The whole plan as lines; long facts go over several. */
export function renderPlan(
  plan: Plan,
  { file, strategy, version }: Written,
  width: number,
  paint: Paint,
): string[] {
  // The version is known to who asks, and what a command does is easier to read with it.
  const filled = (facts: readonly Fact[]): Fact[] =>
    facts.map(({ name, text }) => ({
      name,
      text: text.replaceAll('{{version}}', () => version ?? '{{version}}'),
    }));
  const steps = plan.steps.flatMap((step, index) => {
    const { title, facts } = explainStep(step, index, plan);
    return [
      '',
      line(width, paint, { style: 'dim', text: `${index}`.padStart(2) }, ' ', { style: 'bold', text: title }),
      ...renderFacts(filled(facts), 3, width, paint),
    ];
  });
  const short = strategy === undefined ? '' : `, strategy ${strategy}`;
  return [
    line(
      width,
      paint,
      {
        style: 'bold',
        text: `${plan.service}@${plan.environment}${version === undefined ? '' : ` ${version}`}`,
      },
      { style: 'dim', text: `  ${file}${short}` },
    ),
    ...renderFacts(
      filled([...factsOf(plan), ...plan.metrics.map(metricFact), ...(plan.rules ?? []).map(ruleFact)]),
      0,
      width,
      paint,
    ),
    ...steps,
    '',
    ...wrap(FIRST, width),
  ];
}

const FIRST =
  'In the first release of a lane, where nothing serves yet, only deploy, smoke and cutover are done.';
