import type { LanePlan } from '../../../api/wire/plan.ts';
import { useTitle } from '../../parts/use-title.ts';
import { BASE } from '../../routing/location.ts';
import type { PageProps } from '../index.ts';
import { assumptionsOf, commandOf, knobsOf, trafficOf, withBudget, type Knob } from './assumptions.ts';
import { Expected } from './expected.tsx';
import { Knobs } from './knobs.tsx';
import { useForecast } from './use-forecast.ts';
import { usePlan } from './use-plan.ts';
import { useQueryDraft } from './use-query-draft.ts';

/** What a release of a lane would take and cost, for whatever traffic, bad requests and budget. */
export function PlanPage({ params: { lane = '' }, query }: PageProps) {
  const known = usePlan(lane);
  useTitle(`Plan of ${lane}`);
  return (
    <main class="plan-page" aria-busy={known === undefined}>
      <div class="plan-head">
        <h1 tabIndex={-1}>{lane}</h1>
        <a href={`${BASE}plan`}>All plans</a>
      </div>
      {known === undefined ? null : 'found' in known ? (
        <Found found={known.found} query={query} />
      ) : (
        <>
          <p role="alert">
            <strong class="tone-bad">There is no plan to show:</strong> {known.refused}
          </p>
          <Mistakes mistakes={known.mistakes} />
        </>
      )}
    </main>
  );
}

function Mistakes({ mistakes }: { mistakes: readonly string[] }) {
  if (mistakes.length === 0) return null;
  return (
    <ul class="plan-mistakes mono">
      {mistakes.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  );
}

function Found({ found, query }: { found: LanePlan; query: URLSearchParams }) {
  const { plan, file, strategy, unmet } = found;
  const [asked, change] = useQueryDraft(query);
  const knobs = knobsOf(plan, asked);
  const assumed = assumptionsOf(plan.metrics, knobs);
  const planned = withBudget(plan, assumed.budget);
  const isJudged = plan.metrics.length > 0;
  const forecast = useForecast(isJudged ? { plan: planned, traffic: trafficOf(assumed) } : undefined);
  return (
    <>
      <p class="plan-file quiet">
        <span class="mono">{file}</span>
        {strategy === undefined ? '' : `, strategy ${strategy}`}
      </p>
      {unmet.map((each) => (
        <p key={each} class="plan-unmet">
          A release would be refused: {each}
        </p>
      ))}
      {isJudged ? (
        <>
          <Knobs knobs={knobs} plan={plan} onChange={change} />
          <Expected plan={planned} budget={assumed.budget} forecast={forecast} />
          <Foot command={commandOf(plan, assumed)} knobs={knobs} onChange={change} />
        </>
      ) : (
        <p>
          The plan has no metric that compares, so nothing can be said of how long it takes to know and what a
          bad version costs. <code>metrics</code> in the service file is where they are written.
        </p>
      )}
    </>
  );
}

/** Where the figures come from, and how to have them elsewhere. */
function Foot({
  command,
  knobs,
  onChange,
}: {
  command: string;
  knobs: readonly Knob[];
  onChange: (changes: Record<string, string>) => void;
}) {
  const moved = knobs.filter(({ value, usual }) => value !== usual);
  return (
    <div class="plan-foot quiet">
      <p>
        The traffic and its bad requests are assumed, not measured: of both sides together, as long as the
        live version serves alone. <code>sluice plan --measure</code> asks what is live. On the command line
        this is <code>{command}</code>, with the budget as the service file has it.
      </p>
      {moved.length === 0 ? null : (
        <button type="button" onClick={() => onChange(Object.fromEntries(moved.map(({ key }) => [key, ''])))}>
          Assume what was assumed at first
        </button>
      )}
    </div>
  );
}
