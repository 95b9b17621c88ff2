import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { newKey } from '../asking/new-key.ts';
import type { Question } from './question.ts';

/**
 * Asks once before an act: what will happen now, who did what before, and why. Whatever is pressed twice is one act,
 * since both carry the same `idempotency-key`. It stays until there is an answer, so that none is lost.
 */
export function AskOnce({
  question,
  fields,
  before,
  hindrance,
  send,
  onClose,
}: {
  question: Question;
  /** What else has to be said. */
  fields?: ComponentChildren;
  before?: ComponentChildren;
  /** What has to be dealt with first. */
  hindrance?: ComponentChildren;
  /** Does it; answers what was done, in words. */
  send: (reason: string, headers: Record<string, string>) => Promise<string>;
  /** With what was done, or nothing. */
  onClose: (said?: string) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const said = useRef<string>(undefined);
  const [reason, setReason] = useState('');
  const [key] = useState(newKey);
  const [{ busy, refused }, setState] = useState({ busy: false, refused: '' });
  // While it is sent, it stands as it was sent: what comes of it is no news that has to be looked at first.
  const asked = useRef(question);
  if (!busy) asked.current = question;
  const { title, label, does, needsReason, breaksGlass, undoes = false, lacks } = asked.current;
  useEffect(() => dialog.current?.showModal(), []);
  const must = needsReason || breaksGlass;
  const lacking = lacks ?? (must && reason.trim() === '' ? 'Say why.' : undefined);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (lacking !== undefined || busy) return;
    setState({ busy: true, refused: '' });
    try {
      const glass = breaksGlass ? { 'sluice-break-glass': 'yes' } : {};
      said.current = await send(reason.trim(), { 'idempotency-key': key, ...glass });
      // The browser then gives the focus back to what was pressed.
      dialog.current?.close();
    } catch (error) {
      setState({ busy: false, refused: error instanceof Error ? error.message : String(error) });
    }
  }

  function closed(): void {
    // A browser can be made to close it all the same, such as by a second Escape.
    if (busy && said.current === undefined) dialog.current?.showModal();
    else onClose(said.current);
  }

  return (
    <dialog
      ref={dialog}
      class="act"
      aria-labelledby="ask-title"
      onCancel={(event) => {
        if (busy) event.preventDefault();
      }}
      onClose={closed}
    >
      <form onSubmit={(event) => void submit(event)}>
        <h2 id="ask-title" tabIndex={-1}>
          {title}
        </h2>
        {fields}
        {does.map((text) => (
          <p key={text} class="act-does">
            {text}
          </p>
        ))}
        {breaksGlass ? (
          <p class="tone-bad">
            This is above your role. It is recorded as an emergency, and people are paged.
          </p>
        ) : null}
        <label class="field">
          {must ? 'Why (it has to be said)' : 'Why (for the record)'}
          <textarea
            rows={2}
            maxLength={1000}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        {before}
        {busy ? null : hindrance}
        {refused === '' ? null : (
          <p class="refusal" role="alert">
            {refused}
          </p>
        )}
        <div class="acts">
          <button
            type="submit"
            class={undoes ? 'undoes' : 'primary'}
            disabled={lacking !== undefined}
            aria-disabled={busy}
          >
            {busy ? 'Sending…' : label}
          </button>
          <button
            type="button"
            aria-disabled={busy}
            onClick={() => {
              if (!busy) dialog.current?.close();
            }}
          >
            Back
          </button>
          <span class="quiet ask-lacks" role="status">
            {lacking}
          </span>
        </div>
      </form>
    </dialog>
  );
}
