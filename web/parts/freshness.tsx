import { freshInWords, type Fresh } from './fresh.ts';
import { useNow } from './use-now.ts';

/** Whether what is shown is what is, and else how old it is. */
export function Freshness(fresh: Fresh) {
  const now = useNow();
  if (fresh.over === true) return null;
  const { state, why, age } = freshInWords(fresh, now);
  // A screen reader says what changes in a status, so the age, which always does, is beside it.
  return (
    <p class={state === 'not live' ? 'freshness stale' : 'freshness quiet'}>
      {state === 'live' ? <span class="pulse" aria-hidden="true" /> : null}{' '}
      <span role="status">
        {state === 'not live' ? <strong>Not live</strong> : state}
        {why === undefined ? null : `: ${why}`}
      </span>{' '}
      {age}
    </p>
  );
}
