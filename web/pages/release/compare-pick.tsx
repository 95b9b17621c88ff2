import { useEffect, useState } from 'preact/hooks';
import type { ReleasePage, ReleaseRow, ReleaseView } from '../../../api/wire/release.ts';
import { ask } from '../../asking/ask.ts';
import { compareAddress } from '../../routing/address.ts';
import { BASE } from '../../routing/location.ts';
import { inOneLine, likeliest, othersOf, writtenId } from './compare-with.ts';

/** So many of its lane can be picked; any other one by its id. */
const MOST = 20;
const ELSEWHERE = 'elsewhere';

/** Leads from a finished release to its comparison with another one, the older one on the left. */
export function ComparePick({ view: { id, lane, startedAt } }: { view: ReleaseView }) {
  const [rows, setRows] = useState<readonly ReleaseRow[]>();
  const [picked, setPicked] = useState<string>();
  const [written, setWritten] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    const path = `v1/releases?lane=${encodeURIComponent(lane)}&phase=finished&limit=${MOST}`;
    ask<ReleasePage>(path, stop.signal).then(
      ({ releases }) => setRows(othersOf(id, releases)),
      // Any other one can still be named.
      () => setRows([]),
    );
    return () => stop.abort();
  }, [id]);
  if (rows === undefined) return null;
  const chosen = picked ?? (likeliest(startedAt, rows) || ELSEWHERE);
  const other = chosen === ELSEWHERE ? writtenId(written) : chosen;
  const isNewer = rows.some((row) => row.id === other && row.startedAt > startedAt);
  return (
    <div class="compare-pick">
      <select
        aria-label="Compare with"
        value={chosen}
        onChange={({ currentTarget }) => setPicked(currentTarget.value)}
      >
        {rows.map((row) => (
          <option key={row.id} value={row.id}>
            {inOneLine(row)}
          </option>
        ))}
        <option value={ELSEWHERE}>another one, by its id</option>
      </select>
      {chosen === ELSEWHERE ? (
        <input
          aria-label="Id of the other release"
          placeholder={`${lane}.1`}
          value={written}
          onInput={({ currentTarget }) => setWritten(currentTarget.value)}
        />
      ) : null}
      {other === undefined ? (
        <span class="quiet">Name a release: SERVICE.ENVIRONMENT.N</span>
      ) : (
        <a
          class="compare-link"
          href={`${BASE}${isNewer ? compareAddress(id, other) : compareAddress(other, id)}`}
        >
          Compare
        </a>
      )}
    </div>
  );
}
