import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import type { ReleaseView } from '../../../api/wire/release.ts';
import { ComparePick } from './compare-pick.tsx';

type Loaded = { Again: ComponentType<{ view: ReleaseView }> } | { why: string };

/** What can be asked of a release that is over: to judge it again from its report, and how another one went. */
export function Finished({ view }: { view: ReleaseView }) {
  const [loaded, setLoaded] = useState<Loaded>();
  const load = (): void => {
    import('./again.tsx').then(setLoaded, () =>
      setLoaded({ why: 'The code for it could not be loaded; load the page again.' }),
    );
  };
  return (
    <div class="finished">
      <section aria-labelledby="compare-title">
        <h2 id="compare-title">Beside another release</h2>
        <ComparePick view={view} />
      </section>
      <section class="again-section" aria-labelledby="again-title">
        <h2 id="again-title">Judged again</h2>
        <p class="quiet">
          Its counts, judged anew in this browser by the code that judged the release. On the command line:{' '}
          <code>sluice judge --release {view.id}</code>
        </p>
        {loaded === undefined ? (
          <button type="button" onClick={load}>
            Judge it again
          </button>
        ) : 'why' in loaded ? (
          <p class="refusal" role="alert">
            {loaded.why}
          </p>
        ) : (
          <loaded.Again view={view} />
        )}
      </section>
    </div>
  );
}
