import type { ReleaseView } from '../../../api/wire/release.ts';
import { weight } from '../../../cli/figures.ts';
import { readBackOf } from '../../../cli/read-back.ts';
import { State } from '../../parts/state.tsx';
import { SplitPlot } from './split-plot.tsx';
import type { Moment } from './split-series.ts';

/** The candidate's share of traffic: as asked, as the router says, and as seen in requests. */
export function Split({ view, moments }: { view: ReleaseView; moments: Moment[] }) {
  const { asked, proven } = view.traffic;
  const { share, differs } = readBackOf(view);
  const observed = view.live?.observed ?? view.traffic.observed;
  const known = (points: number | undefined): string => (points === undefined ? 'not known' : weight(points));
  return (
    <section aria-labelledby="split-title">
      <h2 id="split-title">Traffic of the candidate</h2>
      <dl class="split-now">
        <div>
          <dt>
            <span class="key key-asked" aria-hidden="true" /> asked
          </dt>
          <dd>{weight(asked)}</dd>
        </div>
        <div>
          <dt>
            <span class="key key-read" aria-hidden="true" /> read back
          </dt>
          <dd>
            {known(share)} {differs ? <State tone="ask" word="not as asked" /> : null}
          </dd>
        </div>
        <div>
          <dt>
            <span class="key key-observed" aria-hidden="true" /> observed
          </dt>
          <dd>
            {known(observed)}
            {observed === undefined || proven || view.phase === 'finished' ? null : (
              <span class="quiet"> too little traffic to tell</span>
            )}
          </dd>
        </div>
      </dl>
      {moments.length < 2 ? null : <SplitPlot moments={moments} />}
    </section>
  );
}
