import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { Mark } from '../../parts/mark.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { compareAddress, releaseAddress } from '../../routing/address.ts';
import { BASE } from '../../routing/location.ts';
import type { PageProps } from '../index.ts';
import { comparedInWords, factRows } from './fact-rows.ts';
import { metricGroups } from './metric-groups.ts';
import { planRows } from './plan-rows.ts';
import type { Row } from './row.ts';
import { Rows } from './rows.tsx';
import { stepRows } from './step-rows.ts';
import { useCompared, type Compared, type Pair } from './use-compared.ts';

type Known = Extract<Compared, { view: unknown }>;

/** Two releases side by side: how they ended, how long it took, by what evidence, and what differed in their plans. */
export function ComparePage({ params: { id: a = '', other: b = '' } }: PageProps) {
  const { pair, look } = useCompared(a, b);
  useTitle(`${a} and ${b}`);
  return (
    <main class="compare" aria-busy={pair === undefined}>
      <div class="compare-head">
        <h1 tabIndex={-1}>Two releases</h1>
        <a href={`${BASE}${compareAddress(b, a)}`}>Change sides</a>
      </div>
      {pair === undefined ? null : <Sides ids={[a, b]} pair={pair} look={look} />}
    </main>
  );
}

function Sides({ ids, pair, look }: { ids: readonly [string, string]; pair: Pair; look: () => void }) {
  const [a, b] = pair.sides;
  if ('refused' in a || 'refused' in b) {
    const refused = [a, b].flatMap((side) => ('refused' in side ? [side.refused] : []));
    return [...new Set(refused)].map((why) => (
      <p key={why} role="alert">
        <strong class="tone-bad">There is nothing to compare:</strong> {why}
      </p>
    ));
  }
  return <Found ids={ids} a={a} b={b} at={pair.at} look={look} />;
}

function Found({
  ids,
  a,
  b,
  at,
  look,
}: {
  ids: readonly [string, string];
  a: Known;
  b: Known;
  at: number;
  look: () => void;
}) {
  const plan = a.plan === undefined || b.plan === undefined ? undefined : planRows(a.plan, b.plan);
  const [judgedA, judgedB] = [a, b].map(({ view, plan: its }) => ({
    evidence: view.live?.evidence ?? view.evidence,
    bounds: its?.analysis,
  }));
  const metrics = judgedA === undefined || judgedB === undefined ? [] : metricGroups(judgedA, judgedB);
  const unknown = [a, b].filter(
    ({ view }) => view.stale && (view.live?.evidence ?? view.evidence).length === 0,
  );
  const runs = [a, b].filter(({ view }) => view.phase !== 'finished');
  return (
    <>
      <p class="compare-answer">{comparedInWords(a.view, b.view, plan?.length, at)}</p>
      {runs.length === 0 ? null : (
        <p class="compare-runs">
          <span class="tone-ask">
            <Mark of="alert" /> {runs.map(({ view }) => view.id).join(' and ')}{' '}
            {runs.length === 1 ? 'runs' : 'run'} still: this is how it stood at <Moment at={at} />.
          </span>{' '}
          <button type="button" onClick={look}>
            Look again
          </button>
        </p>
      )}
      <Names a={a} b={b} />
      <Part title="Releases" ids={ids} rows={factRows(a.view, b.view, at)} />
      <Part title="Steps" ids={ids} rows={stepRows(a.view, b.view, at)} />
      <section class="compare-metrics" aria-labelledby="compare-evidence">
        <h2 id="compare-evidence">Evidence</h2>
        {unknown.length === 0 ? null : (
          <p class="tone-ask">
            <Mark of="alert" /> Of {unknown.map(({ view }) => view.id).join(' and ')} it is not known: no
            worker answers.
          </p>
        )}
        {metrics.length === 0 && unknown.length === 0 ? (
          <p class="quiet">Neither had evidence: no candidate got traffic.</p>
        ) : null}
        {metrics.map(({ name, rows }) => (
          <div key={name}>
            <h3>{name}</h3>
            <Rows label={`Evidence of ${name}`} ids={ids} rows={rows} />
          </div>
        ))}
      </section>
      <Plans ids={ids} a={a} b={b} rows={plan} />
    </>
  );
}

/** Which column is which: they stay in sight. */
function Names({ a, b }: { a: Known; b: Known }) {
  return (
    <div class="side-row compare-names">
      <span class="side-what" />
      {[a, b].map(({ view: { id, version } }, i) => (
        <span key={i} class="side-cell">
          <a class="compare-name mono" href={`${BASE}${releaseAddress(id)}`}>
            {version}
          </a>{' '}
          <span class="quiet">
            {id.split('.').map((part, index) => (
              <Fragment key={index}>
                {index === 0 ? '' : '.'}
                <wbr />
                {part}
              </Fragment>
            ))}
          </span>
        </span>
      ))}
    </div>
  );
}

function Part({ title, ids, rows }: { title: string; ids: readonly [string, string]; rows: readonly Row[] }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <Rows label={title} ids={ids} rows={rows} />
    </section>
  );
}

/** So many differences are shown unless somebody asks for all. */
const FIRST = 30;

function Plans({
  ids,
  a,
  b,
  rows,
}: {
  ids: readonly [string, string];
  a: Known;
  b: Known;
  rows: readonly Row[] | undefined;
}) {
  const [all, setAll] = useState(false);
  const lacking = [a, b].flatMap(({ view, plan }) => (plan === undefined ? [view.id] : []));
  return (
    <section aria-labelledby="compare-plans">
      <h2 id="compare-plans">What differed in the plan</h2>
      {rows === undefined ? (
        <p class="tone-ask">
          <Mark of="alert" /> The plan of {lacking.join(' and that of ')} could not be read, so it is not
          known.
        </p>
      ) : rows.length === 0 ? (
        <p class="quiet">Nothing: the plans are the same.</p>
      ) : (
        <Rows label="What differed in the plan" ids={ids} rows={all ? rows : rows.slice(0, FIRST)} />
      )}
      {rows === undefined || all || rows.length <= FIRST ? null : (
        <button type="button" onClick={() => setAll(true)}>
          Show all {rows.length}
        </button>
      )}
    </section>
  );
}
