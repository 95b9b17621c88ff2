import type { ReleaseView } from '../../../api/wire/release.ts';
import { span } from '../../../cli/figures.ts';
import type { Fresh } from '../../parts/fresh.ts';
import { Freshness } from '../../parts/freshness.tsx';
import { Moment } from '../../parts/moment.tsx';
import { State } from '../../parts/state.tsx';
import { withQuery } from '../../routing/address.ts';
import { BASE } from '../../routing/location.ts';
import type { Standing } from './standing.ts';

/** Which release this is, how it stands, and whether what is shown is what is. */
export function Head({
  view,
  standing,
  fresh,
  now,
}: {
  view: ReleaseView;
  standing: Standing;
  fresh: Fresh;
  now: number;
}) {
  const { kind, version, candidate, stable, actor, reason, startedAt, finishedAt, number } = view;
  const lane = view.lane.replace('.', '@');
  const over = stable === null ? ', the first release' : ` over ${stable.version}`;
  return (
    <header class="release-head">
      <p class="quiet">
        <a href={`${BASE}${withQuery(new URLSearchParams(), { q: lane })}`}>{lane}</a> / {number}
      </p>
      <div class="release-title">
        <h1 tabIndex={-1}>
          {kind === 'release' ? '' : `${kind} to `}
          <span class="mono">{version}</span>
          <span class="release-over">{over}</span>
        </h1>
        <State tone={standing.tone} word={standing.word} />
        <span class="quiet">{span((finishedAt ?? now) - startedAt)}</span>
        <Freshness {...fresh} />
      </div>
      <p class="quiet">
        By {actor} at <Moment at={startedAt} />
        {reason === '' ? '' : `: ${reason}`}
        {view.revision === undefined ? '' : ` · revision ${view.revision}`} · into {candidate.slot}
      </p>
    </header>
  );
}
