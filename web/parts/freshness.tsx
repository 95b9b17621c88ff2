import { freshInWords, type Fresh, type Said } from './fresh.ts';
import { useNow } from './use-now.ts';

/** Whether what is shown is what is, and else how old it is. */
export function Freshness(fresh: Fresh) {
  const now = useNow();
  if (fresh.over === true) return null;
  return <Line {...freshInWords(fresh, now)} role="status" />;
}

/** The same where somebody reads or presses: nothing while it is live. The heading says it to a screen reader. */
export function NotLive({ fresh, role }: { fresh: Fresh; role?: 'alert' }) {
  const said = freshInWords(fresh, useNow());
  return fresh.over === true || said.state !== 'not live' ? null : <Line {...said} role={role} />;
}

function Line({ state, why, age, role }: Said & { role: 'status' | 'alert' | undefined }) {
  // A screen reader says what changes in a status, so the age, which always does, is beside it.
  return (
    <p class={state === 'not live' ? 'freshness stale' : 'freshness quiet'}>
      {state === 'live' ? <span class="pulse" aria-hidden="true" /> : null}{' '}
      <span role={role}>
        {state === 'not live' ? <strong>Not live</strong> : state}
        {why === undefined ? null : `: ${why}`}
      </span>{' '}
      {age}
    </p>
  );
}
