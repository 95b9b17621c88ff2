import { useMemo } from 'preact/hooks';
import { forecastFacts } from '../../../cli/plan/forecast-facts.ts';
import type { PlanForecast } from '../../../cli/plan/forecast.ts';
import type { Plan } from '../../../config/plan.ts';
import { budgetSentences, costTables } from './cost-table.ts';
import { Costs } from './costs.tsx';
import { courseOf, courseSentence } from './course.ts';
import { Course } from './course-section.tsx';
import type { Forecasting } from './use-forecast.ts';

/** What is expected: the course of a good version, and what a bad one costs. */
export function Expected({ plan, budget, forecast }: { plan: Plan; budget: number; forecast: Forecasting }) {
  const { told, busy, failed } = forecast;
  if (failed !== undefined) return <p role="alert">It could not be worked out: {failed}.</p>;
  if (told === undefined) return <p class="quiet">Working it out…</p>;
  return (
    <div class="expected" aria-busy={busy}>
      <Told plan={plan} budget={budget} told={told} />
    </div>
  );
}

function Told({ plan, budget, told }: { plan: Plan; budget: number; told: PlanForecast }) {
  const course = useMemo(() => courseOf(plan, told), [told]);
  const tables = useMemo(() => costTables(told, budget), [told, budget]);
  return (
    <>
      <div class="expected-answer" role="status">
        <p>{courseSentence(course)}</p>
        {budgetSentences(tables, budget).map((each) => (
          <p key={each}>{each}</p>
        ))}
      </div>
      <Course course={course} />
      <Costs tables={tables} />
      <Facts title="What to look at" facts={told.advice} />
      <Facts title="How to read it" facts={forecastFacts(told)} />
    </>
  );
}

function Facts({ title, facts }: { title: string; facts: PlanForecast['advice'] }) {
  if (facts.length === 0) return null;
  return (
    <section class="facts">
      <h2>{title}</h2>
      <dl>
        {facts.map(({ name, text }) => (
          <div key={text}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
