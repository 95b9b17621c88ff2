import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReleaseEvent } from '../../../api/wire/event.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import { act } from '../../asking/ask.ts';
import { Moment } from '../../parts/moment.tsx';
import { EXTENSIONS, type Offer } from './acts.ts';
import { releasePath } from './release-path.ts';
import { whoDid } from './who-did.ts';

/** Acts that are shown of what others did before. */
const BEFORE = 4;

/**
 * Asks once: what will happen now, who did what before, and why. What was seen when it opened is what is meant: when the
 * release moves on meanwhile, it has to be looked at again.
 */
export function ActDialog({
  view,
  offer,
  events,
  onAnswer,
  onClose,
}: {
  view: ReleaseView;
  offer: Offer;
  events: readonly ReleaseEvent[];
  /** How the release stands after it. */
  onAnswer: (answer: ReleaseView) => void;
  /** With what was done, or nothing. */
  onClose: (said?: string) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [seen, setSeen] = useState({ step: view.step, token: view.token });
  const [reason, setReason] = useState('');
  const [by, setBy] = useState(EXTENSIONS[1]?.by ?? '30m');
  const [key] = useState(() => crypto.randomUUID());
  const [state, setState] = useState<{ busy: boolean; refused: string }>({ busy: false, refused: '' });
  useEffect(() => dialog.current?.showModal(), []);
  const moved = offer.name !== 'abort' && view.token !== seen.token;
  const lacksReason = offer.needsReason && reason.trim() === '';

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    if (moved || lacksReason || state.busy) return;
    setState({ busy: true, refused: '' });
    try {
      const meant = offer.name === 'abort' ? { reason } : { ...seen, reason };
      const body = offer.name === 'extend' ? { ...meant, by } : meant;
      const answer = await act<ReleaseView>(releasePath(view.id, `/${offer.name}`), body, {
        'idempotency-key': key,
        ...(offer.breaksGlass ? { 'sluice-break-glass': 'yes' } : {}),
      });
      // An abort is taken by the workflow when it comes to it: its answer says nothing of the release.
      if (offer.name !== 'abort') onAnswer(answer);
      onClose(`${offer.label}: done.`);
    } catch (error) {
      setState({ busy: false, refused: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <dialog ref={dialog} class="act" aria-labelledby="act-title" onClose={() => onClose()}>
      <form onSubmit={(event) => void send(event)}>
        <h2 id="act-title">
          {offer.label}: {view.version} in {view.lane.replace('.', '@')}
        </h2>
        <p class="act-does">{offer.does}</p>
        {offer.breaksGlass ? (
          <p class="tone-bad">
            This is above your role. It is recorded as an emergency, and people are paged.
          </p>
        ) : null}
        {offer.name === 'extend' ? (
          <label class="field">
            By how much
            <select value={by} onChange={(event) => setBy(event.currentTarget.value)}>
              {EXTENSIONS.map((each) => (
                <option key={each.by} value={each.by}>
                  {each.words}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <label class="field">
          {offer.needsReason ? 'Why (it has to be said)' : 'Why (for the report)'}
          <textarea
            rows={2}
            maxLength={1000}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <Before events={events} />
        {moved ? (
          <div class="act-moved" role="alert">
            <p>The release has moved on since this was opened: {view.sentence}</p>
            <button type="button" onClick={() => setSeen({ step: view.step, token: view.token })}>
              I have looked again
            </button>
          </div>
        ) : null}
        {state.refused === '' ? null : (
          <p class="refusal" role="alert">
            {state.refused}
          </p>
        )}
        <div class="acts">
          <button
            type="submit"
            class={offer.undoes ? 'undoes' : 'primary'}
            disabled={moved || lacksReason || state.busy}
          >
            {offer.label} now
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Back
          </button>
        </div>
      </form>
    </dialog>
  );
}

function Before({ events }: { events: readonly ReleaseEvent[] }) {
  const acts = whoDid(events, BEFORE);
  if (acts.length === 0) return <p class="quiet">Nobody has acted on this release yet.</p>;
  return (
    <ul class="plain quiet act-before" aria-label="Who did what before">
      {acts.map(({ number, at, actor, message, reason }) => (
        <li key={number}>
          <Moment at={at} /> {actor}: {message}
          {reason === undefined || reason === '' ? '' : ` (${reason})`}
        </li>
      ))}
    </ul>
  );
}
