import type { Before } from './before.ts';
import type { Clock } from './clock.ts';
import { MomentIn } from './moment-in.tsx';

/** Who did what before, newest first; of that what was done to `subject`, which is a name or the begin of one. */
export function BeforeList({
  known,
  subject,
  most = 4,
  clock,
}: {
  /** Text: why it is not known. */
  known: readonly (Before & { subject: string })[] | string;
  subject: string;
  most?: number;
  clock: Clock;
}) {
  if (typeof known === 'string') return <p class="quiet">{known}</p>;
  const acts = known.filter((each) => `${each.subject} `.startsWith(subject === '' ? '' : `${subject} `));
  if (acts.length === 0) return <p class="quiet">Nobody has acted on it yet.</p>;
  return (
    <ul class="plain quiet act-before" aria-label="Who did what before">
      {acts.slice(0, most).map(({ key, at, said, reason }) => (
        <li key={key}>
          <MomentIn at={at} {...clock} /> {said}
          {reason === '' ? '' : `: “${reason}”`}
        </li>
      ))}
    </ul>
  );
}
