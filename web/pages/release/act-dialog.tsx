import { useState } from 'preact/hooks';
import type { ReleaseEvent } from '../../../api/wire/event.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import { act } from '../../asking/ask.ts';
import { newKey } from '../../asking/new-key.ts';
import { AskOnce } from '../../parts/ask-once.tsx';
import type { Fresh } from '../../parts/fresh.ts';
import { NotLive } from '../../parts/freshness.tsx';
import { Moment } from '../../parts/moment.tsx';
import { EXTENSIONS, type Offer } from './acts.ts';
import { releasePath } from './release-path.ts';
import { whoDid } from './who-did.ts';

/** Acts that are shown of what others did before. */
const BEFORE = 4;

/**
 * Asks once before an act on a release. What was seen when it opened is what is meant: when the release moves on
 * meanwhile, it has to be looked at again. Only an abort means the release however it stands.
 */
export function ActDialog({
  view,
  offer,
  events,
  fresh,
  onAnswer,
  onClose,
}: {
  view: ReleaseView;
  /** As it is offered now. */
  offer: Offer;
  events: readonly ReleaseEvent[];
  /** Whether all this is as of now. */
  fresh: Fresh;
  /** How the release stands after it. */
  onAnswer: (answer: ReleaseView) => void;
  /** With what was done, or nothing. */
  onClose: (said?: string) => void;
}) {
  const { name, label, does, needsReason, breaksGlass, undoes } = offer;
  const [seen, setSeen] = useState(() => sightOf(view));
  const [by, setBy] = useState(EXTENSIONS[1]?.by ?? '30m');
  const moved = name !== 'abort' && view.token !== seen.meant.token;
  const lacks = offer.refused ?? (moved ? 'Look at it again first.' : undefined);

  async function send(reason: string, headers: Record<string, string>): Promise<string> {
    const path = releasePath(view.id, `/${name}`);
    if (name === 'abort') {
      // It is taken by the workflow when it comes to it: the answer says nothing of the release.
      await act(path, { reason }, headers);
      return `${label}: asked for. How far it is stands above.`;
    }
    const meant = { ...seen.meant, reason, ...(name === 'extend' ? { by } : {}) };
    onAnswer(await act<ReleaseView>(path, meant, { ...headers, 'idempotency-key': seen.key }));
    return `${label}: done.`;
  }

  return (
    <AskOnce
      question={{
        title: `${label}: ${view.version} in ${view.lane.replace('.', '@')}`,
        label: `${label} now`,
        does: [does],
        needsReason,
        breaksGlass,
        undoes,
        ...(lacks === undefined ? {} : { lacks }),
      }}
      fields={name === 'extend' ? <HowMuch by={by} onChange={setBy} /> : null}
      before={<Before events={events} />}
      hindrance={
        <>
          <NotLive fresh={fresh} role="alert" />
          {moved ? <Moved view={view} onLooked={() => setSeen(sightOf(view))} /> : null}
        </>
      }
      send={send}
      onClose={onClose}
    />
  );
}

/** What an act means, and the key under which it is done once: in another state it is another act. */
function sightOf({ step, token }: ReleaseView): { meant: { step: number; token: string }; key: string } {
  return { meant: { step, token }, key: newKey() };
}

function HowMuch({ by, onChange }: { by: string; onChange: (by: string) => void }) {
  return (
    <label class="field">
      By how much
      <select value={by} onChange={(event) => onChange(event.currentTarget.value)}>
        {EXTENSIONS.map((each) => (
          <option key={each.by} value={each.by}>
            {each.words}
          </option>
        ))}
      </select>
    </label>
  );
}

function Moved({ view, onLooked }: { view: ReleaseView; onLooked: () => void }) {
  return (
    <div class="act-moved" role="alert">
      <p>The release has moved on since this was opened: {view.sentence}</p>
      <button
        type="button"
        onClick={({ currentTarget }) => {
          // This button goes: whoever pressed it goes on at what the act does now.
          currentTarget.closest('dialog')?.querySelector('h2')?.focus();
          onLooked();
        }}
      >
        I have looked again
      </button>
    </div>
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
