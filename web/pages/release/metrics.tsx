import type { ReleaseView } from '../../../api/wire/release.ts';
import { Mark } from '../../parts/mark.tsx';
import { State } from '../../parts/state.tsx';
import { unbroken } from '../../parts/unbroken.ts';
import { partName } from '../../routing/address.ts';
import { PartLink } from './linked-part.tsx';
import { noEvidence, type Compared, type ErrorBounds, type Gauge, type MetricView } from './metric-view.ts';
import { metricViews, saidTogether } from './together.ts';

/** For each metric both sides' rates, the evidence against its bounds, and what is excluded. */
export function Metrics({ view, bounds }: { view: ReleaseView; bounds: ErrorBounds | undefined }) {
  const evidence = view.live?.evidence ?? view.evidence;
  return (
    <section class="metrics" aria-labelledby="metrics-title">
      <h2 id="metrics-title">Evidence {view.phase === 'finished' ? 'at its end' : 'at this weight'}</h2>
      {evidence.length === 0 ? (
        <p class={view.stale ? 'tone-ask' : 'quiet'}>
          {view.stale ? <Mark of="alert" /> : null} {noEvidence(view)}
        </p>
      ) : (
        <>
          {saidTogether(evidence).map(({ said, tone }) => (
            <p key={said} class={`metrics-together tone-${tone}`}>
              {tone === 'quiet' ? null : <Mark of={tone === 'bad' ? 'cross' : 'alert'} />} {unbroken(said)}
            </p>
          ))}
          {metricViews(evidence, bounds).map((metric) => (
            <Metric key={metric.name} id={view.id} metric={metric} />
          ))}
        </>
      )}
    </section>
  );
}

function Metric({ id, metric }: { id: string; metric: MetricView }) {
  const { name, word, tone, requests, compared, harm, limit, safety, bounds, weighing } = metric;
  const part = partName('metric', name);
  return (
    <article id={part} class="metric">
      <h3>
        <PartLink id={id} part={part}>
          {name}
        </PartLink>{' '}
        <State tone={tone} word={word} />
      </h3>
      <table class="rates">
        <thead>
          <tr>
            <td />
            <th scope="col" class="tone-go">
              candidate
            </th>
            <th scope="col">stable</th>
          </tr>
        </thead>
        <tbody>
          {compared.map((each) => (
            <Rates key={each.what} compared={each} />
          ))}
          <tr class="quiet">
            <th scope="row">of requests</th>
            <td>{requests.candidate}</td>
            <td>{requests.stable}</td>
          </tr>
        </tbody>
      </table>
      <div class="gauges">
        <Bar name="Harm" of="harm" gauge={harm} />
        {limit === undefined ? null : <Bar name="Limit" of="being above its limit" gauge={limit} />}
        {safety === undefined ? null : <Bar name="Safety" of="safety" gauge={safety} />}
      </div>
      <div class="metric-said">
        {bounds.map((each) => (
          <p key={each}>{unbroken(each)}</p>
        ))}
        {weighing === undefined ? null : <p class="quiet">{weighing}</p>}
      </div>
    </article>
  );
}

function Rates({ compared: { what, candidate, stable } }: { compared: Compared }) {
  return (
    <tr>
      <th scope="row">{what}</th>
      <td>{candidate}</td>
      <td>{stable}</td>
    </tr>
  );
}

function Bar({ name, of, gauge: { part, text, tone } }: { name: string; of: string; gauge: Gauge }) {
  return (
    <div class="gauge">
      <span class="gauge-name">{name}</span>
      <span
        class="gauge-track"
        role="meter"
        aria-label={`Evidence of ${of}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(part * 100)}
        aria-valuetext={text}
      >
        <span class={`gauge-fill fill-${tone}`} style={{ width: `${(part * 100).toFixed(1)}%` }} />
      </span>
      <span class="gauge-text">{text}</span>
    </div>
  );
}
